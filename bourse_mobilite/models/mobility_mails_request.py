from odoo import models

# Endings of which people are told here; the others have mails of their own.
_ENDINGS = ("withdrawn", "cancelled", "no_show")


class MobilityRequest(models.Model):
    """The mails of a request, each to one person."""

    _inherit = "mobility.request"

    def _mail_words(self):
        """What a mail about this request may say, as plain words: no regime, no
        motivation, nothing of a restriction."""
        self.ensure_one()
        return {
            "agent": self.candidate_name,
            "host": self.host_id.name,
            "number": self.name,
            "start": self.date_start,
            "end": self.date_end,
            "length": self._length_text(self.days),
            "day_list": " ; ".join(self._day_lines()),
            "contact": self._contact_line(),
        }

    def _portal_address(self):
        """The page of the request for its agent; '' for one without an account, who
        would only meet a sign-in page."""
        self.ensure_one()
        if not self.partner_id.sudo().user_ids:
            return ""
        return f"{self.get_base_url()}/my/demandes/{self.id}"

    def _contact_line(self):
        """Whom the agent can talk to, with a phone number or an e-mail."""
        self.ensure_one()
        house = self.company_id
        person = self.adviser_id.partner_id or house.partner_id
        reached = person.phone or house.phone or person.email or house.email
        return ", ".join(part for part in (person.name, reached) if part)

    def _letter(self, person, template, **values):
        """One letter about this request, as `_mobility_write_all` takes them."""
        self.ensure_one()
        return {
            "person": person,
            "template": f"bourse_mobilite.{template}",
            "record": self,
            "company": self.company_id,
            "values": values,
        }

    def _letter_to_agent(self, template, **values):
        return self._letter(
            self.partner_id, template, url=self._portal_address(), **values
        )

    def _people_concerned(self):
        """Who prepares to receive or to let go the agent: those who act for the
        employer and for the host, and the tutors of the offer."""
        self.ensure_one()
        people = self.offer_id.tutor_ids.filtered(
            lambda one: one._mobility_personal_mailbox()
        )
        for row in self.decision_ids:
            people |= row._people_written_to()
        return people - self.partner_id

    def _mail_everyone(self, template, **values):
        """Write to the agent and to all who are concerned, with the calendar file."""
        letters = []
        for request in self.sudo():
            files = {}
            people = request._people_concerned()
            for person in request.partner_id | people:
                own = person == request.partner_id
                reader = {"reader": "agent" if own else "other", **values}
                letter = (
                    request._letter_to_agent(template, **reader)
                    if own
                    else request._letter(person, template, **reader)
                )
                key = (own, person._mobility_lang())
                if key not in files:
                    told = request.with_context(lang=key[1])
                    files[key] = told._agenda(for_agent=own)
                letter["attachments"] = [("immersion.ics", files[key])]
                letters.append(letter)
        return self.env["res.partner"]._mobility_write_all(letters)

    def _mail_sent(self):
        """A dated receipt for the agent: what was asked, of whom."""
        for request in self.sudo():
            letter = request._letter_to_agent("mail_sent")
            self.env["res.partner"]._mobility_write_all([letter])

    def _mail_agent(self, decision):
        """Tell the agent that an answer has come, and what can be done next. When it
        is the last agreement, `_mail_all_agreed` says it all."""
        self.ensure_one()
        if self.state != "agreed":
            self.partner_id._mobility_write_to(
                "bourse_mobilite.mail_answer_made",
                decision,
                self.company_id,
                url=self._portal_address(),
            )

    def _mail_all_agreed(self):
        """Everyone has agreed: tell all of them, with the days for their calendars."""
        self._mail_everyone("mail_all_agreed")

    def _mail_interrupted(self):
        """The immersion stops before its last day: tell everyone, without a reason."""
        for request in self.sudo():
            held = request.day_ids.filtered(lambda day: not day.missed)
            request._mail_everyone(
                "mail_interrupted", last_day=max(held.mapped("date"), default=False)
            )

    def _close_links(self, but=None):
        """The request stops: no link of it opens any more, and the people who had
        been asked learn that nothing is expected of them; no reason is given.

        :param but: the decision that stopped it; its organisation knows already, and
            its link still gives the letter
        """
        letters = []
        for request in self.sudo():
            rows = request.decision_ids
            others = rows - but if but else rows
            self.env["mobility.link"]._revoke_for(others)
            if not but and set(rows.mapped("answer")) & {"refused", "postponed"}:
                continue  # they were told on the day of that answer
            people = self.env["res.partner"]
            for row in others.filtered("asked_on"):
                people |= row._people_written_to()
            letters += [
                request._letter(person, "mail_stopped")
                for person in (people - but.author_id if but else people)
            ]
        self.env["res.partner"]._mobility_write_all(letters)

    def _tell_ended(self):
        """Tell everyone whom this ending concerns; a request that was never sent
        concerns nobody yet."""
        for request in self.sudo().filtered(
            lambda one: one.submitted_on and one.ended_as in _ENDINGS
        ):
            answers = set(request.decision_ids.mapped("answer"))
            if answers == {"agreed"} and request.ended_as != "no_show":
                # It is in their calendars: the agent's too, whoever gave it up.
                request._mail_everyone("mail_cancelled", **request._given_up_words())
                continue
            if request.ended_as != "no_show":
                request._close_links()
            if self.env.user.partner_id != request.partner_id:
                letter = request._letter_to_agent("mail_ended", ended=request.ended_as)
                self.env["res.partner"]._mobility_write_all([letter])
