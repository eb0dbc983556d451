from collections import Counter

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..rules import solicitation as rules
from .guard import act_day, acting, civil_day

_PATH = "/sollicitation"


class MobilityCampaign(models.Model):
    """Writing to the employers that were chosen."""

    _inherit = "mobility.campaign"

    # What each of them reads

    def _profile_texts(self, employers, recipients):
        """``{employer: what it reads of the agents}``, a line for each, in the language
        of who reads; '' for a campaign without agents."""
        self.ensure_one()
        profiles = self.env["mobility.profile"].sudo()
        files = profiles._files_of(self.candidate_ids)
        crowd = profiles._crowd(self.company_id) if files else None
        every = self._recipients(self.employer_ids) if files else {}
        every = {**every, **recipients}
        mailboxes = {employer: mailbox for employer, (_who, mailbox) in every.items()}
        read = Counter(mailboxes.values())
        elsewhere = self._read_elsewhere(mailboxes) if files else set()
        texts = {}
        for employer in employers:
            person, mailbox = recipients[employer]
            said = profiles.with_context(lang=person._mobility_lang())
            # Who reads for several employers would see where the rings meet.
            several = read[mailbox] > 1 or mailbox in elsewhere
            point = None if several else profiles._point_of(employer)
            # In an order that tells nothing of the names nor of the files.
            texts[employer] = "\n".join(
                sorted(
                    said._words(crowd.profile(file, point), self.company_id)
                    for file in files.values()
                )
            )
        return texts

    def _read_elsewhere(self, mailboxes):
        """Which of these mailboxes have read something of one of these agents for
        another employer, in this campaign or in another.

        :param mailboxes: ``{employer: mailbox}``
        """
        rows = self.env["mobility.solicitation"].sudo()
        rows = rows.search_fetch(
            Domain("mailbox", "in", list(mailboxes.values()))
            & Domain("mailed_on", "!=", False)
            & Domain("campaign_id.candidate_ids", "in", self.candidate_ids.ids),
            ["mailbox", "employer_id"],
        )
        read = {}
        for row in rows:
            read.setdefault(row.mailbox, set()).add(row.employer_id)
        return {
            mailbox
            for employer, mailbox in mailboxes.items()
            if read.get(mailbox, set()) - {employer}
        }

    def _letter(self, record, person, mailbox, secret, template, **values):
        """One mail of the campaign, as `_mobility_write_all` takes it."""
        path = f"{_PATH}/{secret}"
        lang = person._mobility_lang()
        stop = Markup('<a href="%s%s/stop">%s</a>') % (
            self.get_base_url(),
            path,
            self.with_context(lang=lang).env._("Receive no more solicitations"),
        )
        letter = {
            "person": person,
            "template": f"bourse_mobilite.{template}",
            "record": record,
            "company": self.company_id,
            "values": {"url": path, "stop": stop, **values},
        }
        if mailbox != person.email_normalized:
            letter["mailbox"] = mailbox
        return letter

    # Sent

    def _check_ready(self):
        """Refuse a campaign that says too little, or too much.

        :raises UserError: what is missing, or which words would tell who the agent is
        """
        self.ensure_one()
        today = civil_day(self)
        if self.kind == "profile" and not self.candidate_ids:
            raise UserError(self.env._("Choose the agents for whom you write."))
        if not self.employer_ids:
            raise UserError(self.env._("Choose the employers to whom you write."))
        last = fields.Date.add(today, days=rules.MOST_DAYS)
        if not self.answer_by or not today < self.answer_by <= last:
            raise UserError(
                self.env._(
                    "Say until when an answer is wanted: after today, and within %s "
                    "days, while the personal links open.",
                    rules.MOST_DAYS,
                )
            )
        found = rules.gives_away(self.message or "", *self.sudo()._secrets())
        if found:
            raise UserError(
                self.env._(
                    "Your word to the employers would tell who the agent is: it says "
                    "something of “%s”. An employer learns it once the agent agrees. "
                    "Please take it out.",
                    ", ".join(found),
                )
            )

    def _secrets(self):
        """The names and the phrases that a mail must not say of the agents."""
        agents = self.candidate_ids
        names = [
            *agents.mapped("name"),
            *agents.mapped("commune_id.name"),
            *agents.employment_ids.employer_id.mapped("name"),
        ]
        phrases = [*(agent._grade() for agent in agents), *agents.mapped("job_title")]
        return [
            [text for text in dict.fromkeys(texts) if text]
            for texts in (names, phrases)
        ]

    def action_send(self):
        """Write to the employers, in the background: one mail each.

        :raises UserError: something is missing, or would tell who the agent is
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            raise UserError(self.env._("This campaign was already sent."))
        self._check_ready()
        campaign = acting(self.sudo())
        # Written first: of two people at once, the second is replayed, and refused.
        campaign.write({"state": "sent", "sent_on": act_day(self)})
        campaign.flush_recordset()
        rows = acting(self.env["mobility.solicitation"].sudo())
        rows.create(
            [
                {"campaign_id": self.id, "employer_id": employer.id}
                for employer in self.employer_ids
            ]
        )
        self.env.ref("bourse_mobilite.cron_solicit").sudo()._trigger()

    def action_close(self):
        """Enough answers: no reminder leaves any more, and the links close."""
        self.check_access("write")
        sent = self.filtered(lambda campaign: campaign.state == "sent")
        acting(sent.sudo()).write({"state": "closed", "closed_on": act_day(self)})
        rows = self.env["mobility.solicitation"].sudo()
        acting(
            rows.search(
                Domain("campaign_id", "in", sent.ids) & Domain("state", "=", "queued")
            )
        ).write({"state": "not_sent", "not_sent_reason": "closed"})

    def action_preview(self):
        """Show each mail exactly as it will be read."""
        self.ensure_one()
        self.check_access("read")
        if not self.employer_ids:
            raise UserError(self.env._("Choose the employers to whom you write."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What each employer will read"),
            "res_model": "mobility.campaign.preview",
            "view_mode": "form",
            "target": "new",
            "context": {"default_campaign_id": self.id},
        }

    def action_solicitations(self):
        """The employers who were asked, and their answers; with the filters of the
        context, those alone who gave one answer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bourse_mobilite.action_mobility_solicitation"
        )
        filters = {
            name: value
            for name, value in self.env.context.items()
            if name.startswith("search_default_")
        }
        return dict(action, domain=[("campaign_id", "=", self.id)], context=filters)


class MobilitySolicitation(models.Model):
    """The mails leave, batch by batch: a row and its mail are kept together or not at
    all, so that a run that was killed takes up where it stopped."""

    _inherit = "mobility.solicitation"

    @api.model
    def _cron_send(self):
        queued = Domain("state", "=", "queued")
        rows = self.sudo()
        self.env["ir.cron"]._commit_progress(remaining=rows.search_count(queued))
        self.env["mobility.nightly"].sudo()._in_batches(rows, queued, "_leave")

    def _leave(self):
        """Write to these employers, or say why not."""
        lately = self.env["mobility.campaign"]._written_to_lately(self.employer_id)
        letters = []
        for campaign, rows in self.grouped("campaign_id").items():
            house = campaign.company_id
            campaign = campaign.with_company(house).with_context(
                tz=house._mobility_zone()
            )
            letters += rows._leave_for(campaign, lately)
        self.env["res.partner"]._mobility_write_all(letters)

    def _leave_for(self, campaign, lately):
        employers = self.employer_id
        recipients = campaign._recipients(employers)
        reasons = campaign._why_not_each(employers, lately, recipients)
        texts = campaign._profile_texts(
            employers.filtered(lambda one: one not in reasons), recipients
        )
        today = civil_day(campaign)
        left = self.browse()
        for row in acting(self):
            employer = row.employer_id
            if employer in reasons:
                row.write({"state": "not_sent", "not_sent_reason": reasons[employer]})
                continue
            person, mailbox = recipients[employer]
            row.write(
                {
                    "state": "waiting",
                    "partner_id": person.id,
                    "mailbox": mailbox,
                    "profile": texts[employer],
                    "mailed_on": today,
                }
            )
            # Another campaign of the same batch counts it.
            lately.setdefault(employer.id, []).append(today)
            left |= row
        return left._letters("mail_solicitation")

    def _letters(self, template):
        """A mail for each row, with a new personal link."""
        secrets = self.env["mobility.link"]._mint_many(
            "answer", [(row, row.partner_id) for row in self]
        )
        return [
            row.campaign_id._letter(row, row.partner_id, row.mailbox, secret, template)
            for row, secret in zip(self, secrets, strict=True)
        ]
