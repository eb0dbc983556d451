from datetime import date, timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..rules import consent
from ..rules.brief import brief
from .day_words import day_words, instant_words
from .guard import civil_day

# Touched twice, or sent again by the phone: one code leaves.
_SAME_GESTURE = timedelta(seconds=30)


class MobilitySignatory(models.Model):
    """What the person who signs sees, by a personal link or on the portal: nothing but
    what was frozen with the document."""

    _inherit = "mobility.signatory"

    @api.model
    def _portal_rows(self, partner, ids=None):
        """The signatures of this person, of whatever state (sudo).

        :param ids: among these only
        """
        domain = Domain("partner_id", "=", partner.id) & Domain(
            "role", "=", "signature"
        )
        if ids is not None:
            domain &= Domain("id", "in", ids)
        return self.sudo().search(domain)

    @api.model
    def _portal_waiting(self, partner):
        """The signatures that are asked of this person now, the most urgent first
        (sudo)."""
        rows = self._portal_rows(partner).filtered(lambda row: row.state == "pending")
        rows = rows.filtered(lambda row: row._waits())
        return (rows - rows._of_ended_roles())._portal_sorted()

    def _portal_sorted(self):
        """The most urgent first, then the oldest: in this one order a person finds,
        reads and signs what waits."""
        return self.sorted(
            lambda row: (
                row.document_id._owner()._sign_before() or date.max,
                row.document_id.id,
                row.id,
            )
        )

    def _of_ended_roles(self):
        """Those of these signatures whose person signed for the organisation once, and
        does no longer: a mayor whose term is over."""
        rows = self.filtered("organisation_id")
        if not rows:
            return rows
        roles = self.env["mobility.role"].sudo()
        domain = (
            Domain("kind", "=", "authority")
            & Domain("partner_id", "in", rows.partner_id.ids)
            & Domain("employer_id", "in", rows.organisation_id.ids)
        )
        current = roles.search(domain & roles._current_domain())
        held = roles.search(domain) - current

        def pairs(some):
            return {(role.partner_id, role.employer_id) for role in some}

        over = pairs(held) - pairs(current)
        return rows.filtered(lambda row: (row.partner_id, row.organisation_id) in over)

    def _portal_status(self, ended=None):
        """Where this signature is, for the person whose it is: ``sign`` (now),
        ``later`` (after others), ``signed``, ``refused``, or why nothing is asked any
        more: ``replaced`` and ``cancelled`` (the document), ``stopped`` (somebody
        refused), ``substituted`` (somebody else signs), ``no_role``."""
        self.ensure_one()
        document = self.document_id
        if document.dropped_as:
            return document.dropped_as
        if self.state == "replaced":
            return "substituted"
        if self.state != "pending":
            return self.state
        if document.state == "refused":
            return "stopped"
        if self in (self._of_ended_roles() if ended is None else ended):
            return "no_role"
        return "sign" if self._waits() else "later"

    def _portal_list(self):
        """`_portal_values` of each."""
        ended = self._of_ended_roles()
        return [row._portal_values(ended) for row in self]

    def _portal_values(self, ended=None):
        """What its page shows, as plain values.

        :param ended: as for `_portal_status`
        """
        self.ensure_one()
        row = self.sudo()
        document = row.document_id
        parties = dict(row._fields["party"]._description_selection(self.env))
        rows = document.signatory_ids.filtered(lambda one: one.state != "replaced")
        pending = rows.filtered(lambda one: one.state == "pending")
        people = pending.filtered(lambda one: one.role == "signature")
        return {
            "id": row.id,
            "status": row._portal_status(ended),
            "title": document.display_name,
            "tab": document._plain_name(),
            "number": document.name,
            "version": document.version,
            "code": document.verification_code,
            "sha256": document.frozen_sha256,
            "summary": document.summary or [],
            "brief": brief(document.kind, document.summary or []),
            "name": row.name,
            "quality": row.quality or "",
            "organisation": row.organisation_name or "",
            "party": parties[row.party],
            "consent": consent.text(row._declares()),
            "before": row._day_in_words(document._owner()._sign_before()),
            "changes": document._changes_text(),
            "first_version": document.version == 1,
            "why": document._before().dropped_reason or "",
            "state": row.state,
            "said": row._portal_said(),
            "reason": row.refused_reason or "",
            "refused_by": rows.filtered(lambda one: one.state == "refused")[:1].name,
            "still": people.mapped("name"),
            "earlier": people.filtered(lambda one: one.step < row.step).mapped("name"),
            "visa_left": bool(pending - people),
            "everyone": not pending,
            "sealed": bool(document.sealed_on),
            "by_link": bool(document._apart()),
            "newer": row._portal_newer(),
        }

    def _portal_said(self):
        """What this person did and when, in one sentence; '' when nothing yet."""
        self.ensure_one()
        done = {
            "title": self.document_id.display_name,
            "at": self._local_time(self.recorded_at),
        }
        if self.state == "refused":
            return self.env._("You refused to sign: %(title)s, on %(at)s.", **done)
        if self.state != "signed":
            return ""
        if self.method == "paper":
            return self.env._(
                "Your signature on paper is recorded: %(title)s, signed on %(day)s.",
                title=self.document_id.display_name,
                day=self._day_in_words(self.signed_on),
            )
        return self.env._("You have signed: %(title)s, on %(at)s.", **done)

    def _portal_newer(self):
        """Where the same person is on the version that replaced this one, as plain
        values: its ``id`` and its ``status``, '' when they do not sign it or it is
        still being written. {} when nothing was replaced."""
        self.ensure_one()
        if self.document_id.dropped_as != "replaced":
            return {}
        row = self._signed_now_by(self.partner_id)
        return {
            "id": row.id,
            "status": row._portal_status() if row else "",
            "written": bool(self.document_id._in_force()),
        }

    def _portal_lines(self):
        """Who signs, and who has: one line a person, as plain values."""
        parties = dict(self._fields["party"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        visa = {
            "pending": self.env._("Visa awaited"),
            "signed": self.env._("Visa given"),
        }
        return [
            {
                "name": row.name,
                "party": parties[row.party],
                "quality": row.quality or "",
                "state": row.state,
                "state_label": visa.get(row.state)
                if row.role == "visa"
                else states[row.state],
                "signed_on": row.signed_on,
                "reason": row.refused_reason or "",
            }
            for row in self
        ]

    def _local_time(self, moment):
        """“22 novembre 2026 à 14:05”, by the clock of the centre de gestion."""
        return instant_words(self.env, moment, self.company_id)

    def _day_in_words(self, day):
        """“1er décembre 2026”, '' without a day."""
        return day_words(self.env, day)

    def _note_opened(self, evidence):
        """Note that its person has opened the document; once a day is enough."""
        self.ensure_one()
        zone = self.company_id._mobility_zone()
        last = (
            self.env["mobility.journal"]
            .sudo()
            .search(
                Domain("signatory_id", "=", self.id) & Domain("event", "=", "opened"),
                order="rank desc",
                limit=1,
            )
        )
        local = self.with_context(tz=zone)
        if last and fields.Date.context_today(local, last.on) == civil_day(self):
            return
        self.document_id._note("opened", self, **evidence)

    def _ask_code(self, person, method, name, signature=b""):
        """`mobility.code._ask`, once when the same is sent twice in a row."""
        code = self.env["mobility.code"]._waiting(self, person)
        if (
            code
            and code.sent_on > fields.Datetime.now() - _SAME_GESTURE
            and not code.attempts
            and code._keeps(method, name, signature)
        ):
            return code
        return self.env["mobility.code"]._ask(self, person, method, name, signature)
