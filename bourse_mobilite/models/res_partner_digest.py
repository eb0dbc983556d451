from markupsafe import Markup

from odoo import api, models

from .day_words import day_words

# A longer mail is cut by the programs that show it.
MOST_LINKS = 50


class ResPartner(models.Model):
    """Whoever has several answers or signatures to give receives one mail, with a
    personal link for each of them."""

    _inherit = "res.partner"

    @api.model
    def _mobility_write_together(self, letters, template):
        """Write letters that carry a personal link each: one mail to each person.

        A mail is one person's, and follows that person to another mailbox: what two
        people receive is never put together.

        :param letters: as for `_mobility_write_all`; of one that goes with others,
            only its record, its ``url`` and its ``urgency`` are told
        :param template: the mail for several links
        :return: as `_mobility_write_all`
        """
        of_each, alike = {}, {}
        for letter in letters:
            record = letter["record"]
            alike.setdefault(record._name, []).append(record.id)
            alike.setdefault(self._name, []).append(letter["person"].id)
            key = (letter["person"].id, letter["company"].id, letter.get("mailbox"))
            of_each.setdefault(key, []).append(letter)
        together = []
        for own in of_each.values():
            for first in range(0, len(own), MOST_LINKS):
                some = own[first : first + MOST_LINKS]
                together.append(
                    some[0]
                    if len(some) == 1
                    else self._mobility_list(some, template, alike)
                )
        return self._mobility_write_all(together)

    @api.model
    def _mobility_list(self, letters, template, alike):
        """One letter instead of several to the same person.

        :param alike: ``{model: ids}`` of all that is told, to be read together
        """
        person, company = letters[0]["person"].sudo(), letters[0]["company"]
        person = person.with_prefetch(tuple(alike[self._name]))
        lang = person._mobility_lang()
        base_url = self.get_base_url()
        lines = Markup()
        for letter in letters:
            record = letter["record"].sudo().with_context(lang=lang)
            record = record.with_prefetch(tuple(alike[record._name]))
            values = letter["values"]
            sentences, label = record._mail_line(values.get("urgency"))
            lines += Markup(
                '<li style="margin-bottom: 16px">%s<br/><a href="%s">%s</a></li>'
            ) % (" ".join(sentences), f"{base_url}{values['url']}", label)
        return {
            "person": person,
            "template": template,
            "record": company,
            "company": company,
            "mailbox": letters[0].get("mailbox"),
            "values": {
                "links": Markup('<ul style="padding-left: 20px">%s</ul>') % lines,
                "count": str(len(letters)),
            },
        }


class MobilityRequest(models.Model):
    _inherit = "mobility.request"

    def _mail_places(self):
        """Whose immersion, where and when: the words of a line of a mail."""
        self.ensure_one()
        return {
            "agent": self.candidate_name,
            "host": self.host_id.name,
            **{
                name: day_words(self.env, day)
                for name, day in (("start", self.date_start), ("end", self.date_end))
            },
        }


class MobilityDecision(models.Model):
    _inherit = "mobility.decision"

    def _mail_line(self, urgency=None):
        """The sentences about this answer in a list, and the text of its link."""
        self.ensure_one()
        places = self.request_id._mail_places()
        sentences = [
            self.env._(
                "Request %(number)s: immersion of %(agent)s (host: %(host)s), from "
                "%(start)s to %(end)s.",
                number=self.request_id.name,
                **places,
            ),
            self.env._("You answer for: %s.", self.organisation_id.name),
        ]
        if self.answer:
            return sentences, self.env._("Read the answer again")
        if self.due_on:
            sentences.append(
                self.env._(
                    "Answer awaited by %s at the latest.",
                    day_words(self.env, self.due_on),
                )
            )
        return sentences, self.env._("Read the request and answer")


class MobilitySignatory(models.Model):
    _inherit = "mobility.signatory"

    def _mail_line(self, urgency=None):
        """The sentences about this signature in a list, and the text of its link.

        :param urgency: ``last`` when the first day is near
        """
        self.ensure_one()
        document = self.document_id
        owner = document._owner()
        sentences = [
            self.env._(
                "%(document)s: immersion of %(agent)s (host: %(host)s), from %(start)s "
                "to %(end)s.",
                document=document.display_name,
                **owner.request_id._mail_places(),
            )
        ]
        if self.organisation_name:
            sentences.append(self.env._("You sign for: %s.", self.organisation_name))
        if self.state == "signed":
            return sentences, self.env._("Read again what you signed")
        if before := owner._sign_before():
            day = day_words(self.env, before)
            sentences.append(
                self.env._(
                    "Urgent: without your signature before %s, it cannot begin.", day
                )
                if urgency == "last"
                else self.env._("To be signed before %s.", day)
            )
        return sentences, self.env._("Read and sign")


class MobilityAssessment(models.Model):
    _inherit = "mobility.assessment"

    def _mail_line(self, urgency=None):
        """The sentence about this bilan in a list, and the text of its link."""
        self.ensure_one()
        sentence = self.env._(
            "Bilan of the immersion of %(agent)s (host: %(host)s), from %(start)s to "
            "%(end)s.",
            **self.request_id._mail_places(),
        )
        return [sentence], self.env._("Give my bilan")


class ResCompany(models.Model):
    _inherit = "res.company"

    def _mail_words(self):
        """What a mail of the centre de gestion about nothing in particular may say:
        whom to call."""
        self.ensure_one()
        reached = self.phone or self.email
        return {"contact": ", ".join(part for part in (self.name, reached) if part)}
