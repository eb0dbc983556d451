from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .guard import civil_day

RHYTHMS = [("never", "Never"), ("weekly", "Every week"), ("monthly", "Every month")]
_DAYS = {"weekly": 7, "monthly": 28}
# Places in one mail, and files looked at between two commits.
_MOST, _BATCH = 5, 500


def _due_domain(rhythm, last, day):
    """Domain of those whose next mail is due on ``day``: by the field of the rhythm
    and by that of the last time."""
    return Domain.OR(
        Domain(rhythm, "=", name)
        & (Domain(last, "=", False) | Domain(last, "<=", day - timedelta(days=between)))
        for name, between in _DAYS.items()
    )


class MobilityCandidate(models.Model):
    """New places that fit, told to the agent at the rhythm that the agent chose."""

    _inherit = "mobility.candidate"

    digest = fields.Selection(RHYTHMS, string="New places told", default="weekly")
    digest_on = fields.Date(
        string="New places told on",
        readonly=True,
        copy=False,
        groups="bourse_mobilite.group_mobility_adviser",
    )

    @api.model
    def _digest_domain(self, company):
        day = civil_day(self.with_company(company))
        return (
            Domain("seeking", "=", True)
            & Domain("company_id", "=", company.id)
            & _due_domain("digest", "digest_on", day)
        )

    @api.model
    def _cron_tell_places(self):
        """Tell what is new, batch by batch: an agent is told once, and one whose turn
        came while the server was stopped is told next."""
        progress = self.env["ir.cron"]
        looking = Domain("seeking", "=", True)
        for (company,) in self.sudo()._read_group(looking, ["company_id"]):
            domain = self._digest_domain(company)
            while files := self.sudo().search(domain, order="id", limit=_BATCH):
                files._tell_new_places(company)
                left = self.sudo().search_count(domain)
                if not progress._commit_progress(len(files), remaining=left):
                    return
        self.env["res.users"].sudo()._cron_tell_advisers()

    def _tell_new_places(self, company):
        """One mail to each agent with the new places, if any: the best of today that
        were published since the last time."""
        today = civil_day(self.with_company(company))
        offers = self.env["mobility.offer"].sudo()
        letters = []
        ranked = self.env["mobility.matching"]._best_for_each(
            self, company, restricted=True
        )
        for key, found in ranked:
            file = self.browse(key)
            since = file.digest_on
            places = offers.browse(place.id for place, _verdict in found)
            new = [
                (offer, verdict.points, verdict.facts)
                for offer, (_place, verdict) in zip(places, found, strict=True)
                # On the very day too: it came after the mail of that morning.
                if not since or (offer.published_on and offer.published_on >= since)
            ][:_MOST]
            if new and file.partner_id._mobility_personal_mailbox():
                letters.append(file._places_letter(company, new))
        self.digest_on = today
        self.env["res.partner"]._mobility_write_all(letters)

    def _propose(self, proposals, adviser):
        """Write to the agent that the adviser proposes these places, with what the
        adviser reads of them: nothing of what must be avoided goes into a mail.

        :raises UserError: the agent has no mailbox of their own
        """
        self.ensure_one()
        file = self.sudo()
        if not file.partner_id._mobility_personal_mailbox():
            raise UserError(
                self.env._(
                    "%s has no mailbox of their own: please tell them in another way.",
                    self.name,
                )
            )
        found = [(one.offer_id, one.points, one.facts) for one in proposals.sudo()]
        letter = file._places_letter(file.company_id, found)
        letter["values"]["adviser"] = adviser.name
        self.env["res.partner"]._mobility_write_all([letter])

    def _places_letter(self, company, found):
        """The letter that tells the agent of places.

        :param found: ``[(offer, points, facts)]``
        """
        lang = self.partner_id._mobility_lang()
        matching = self.env["mobility.matching"].with_context(lang=lang)
        base_url = self.get_base_url()
        words = matching._words_of([(points, facts) for _offer, points, facts in found])
        lines = Markup()
        for (offer, *_judged), said in zip(found, words, strict=True):
            facts = " · ".join(
                f"{'✓' if good else '−'}\N{NO-BREAK SPACE}{text}" for good, text in said
            )
            lines += Markup(
                '<li style="margin-bottom: 16px"><a href="%s">%s</a><br/>%s<br/>%s</li>'
            ) % (
                f"{base_url}/immersions/{offer.id}",
                offer.name,
                ", ".join(
                    part for part in (offer.host_name, offer.commune_id.name) if part
                ),
                facts,
            )
        return {
            "person": self.partner_id,
            "template": "bourse_mobilite.mail_places",
            "record": company,
            "company": company,
            "values": {
                "url": "/my/mobilite/places",
                "links": Markup('<ul style="padding-left: 20px">%s</ul>') % lines,
                "count": str(len(found)),
            },
        }


class ResUsers(models.Model):
    """The same to the advisers: for which agents places have come, and how many. It
    takes no account of what an agent must avoid."""

    _inherit = "res.users"

    mobility_digest = fields.Selection(
        RHYTHMS, string="New places of my agents", default="weekly", required=True
    )
    mobility_digest_on = fields.Date(readonly=True, copy=False)

    @property
    def SELF_READABLE_FIELDS(self):
        return [*super().SELF_READABLE_FIELDS, "mobility_digest"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return [*super().SELF_WRITEABLE_FIELDS, "mobility_digest"]

    @api.model
    def _cron_tell_advisers(self):
        """One mail to each adviser whose turn it is."""
        today = civil_day(self)
        advisers = self.search(
            Domain("share", "=", False)
            & _due_domain("mobility_digest", "mobility_digest_on", today)
        ).filtered(
            lambda user: user.has_group("bourse_mobilite.group_mobility_adviser")
        )
        letters = [letter for user in advisers if (letter := user._agents_letter())]
        advisers.mobility_digest_on = today
        self.env["res.partner"]._mobility_write_all(letters)

    def _agents_letter(self):
        self.ensure_one()
        new = Domain("candidate_id.adviser_id", "=", self.id)
        new &= Domain("candidate_id.seeking", "=", True) & Domain("state", "=", "found")
        new &= Domain("for_agent", "=", True)
        if self.mobility_digest_on:
            new &= Domain("offer_id.published_on", ">=", self.mobility_digest_on)
        counts = self.env["mobility.proposal"]._read_group(
            new, ["candidate_id"], ["__count"]
        )
        if not counts:
            return None
        base_url = self.get_base_url()
        lines = Markup().join(
            Markup('<li><a href="%s">%s</a> (%s)</li>')
            % (f"{base_url}/odoo/mobility.candidate/{file.id}", file.name, count)
            for file, count in counts
        )
        return {
            "person": self.partner_id,
            "template": "bourse_mobilite.mail_agents_places",
            "record": self.company_id,
            "company": self.company_id,
            "values": {
                "url": "/odoo",
                "links": Markup("<ul>%s</ul>") % lines,
                "count": str(len(counts)),
            },
        }
