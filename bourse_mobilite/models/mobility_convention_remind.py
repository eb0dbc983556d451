from markupsafe import Markup

from odoo import models

from .guard import civil_day
from .mobility_signatory_remind import NOT_SIGNED, ON_PAPER


class MobilityDocumentOwner(models.AbstractModel):
    _inherit = "mobility.document.owner"

    def _cannot_remind(self, rows):
        """These signatories of our documents cannot be reminded by e-mail."""
        for document, silent in rows.grouped("document_id").items():
            document._owner()._unreachable(document, silent)


class MobilityConvention(models.Model):
    """What the adviser has to do about signatures that do not come."""

    _inherit = "mobility.convention"

    def _cannot_remind(self, rows):
        ended = rows._of_ended_roles()
        self._plan_sign_calls(
            ON_PAPER,
            ended.grouped(lambda row: row.document_id.convention_id),
            lambda act, names: act.env._(
                "No longer in office: %s. Say who signs instead.", names
            ),
            lambda act: act.env._(
                "They no longer sign for their organisation, and receive no reminder. "
                "Enter the new authority among the roles, then choose “Somebody else "
                "signs” on the line of the signature."
            ),
        )
        self._plan_sign_calls(
            ON_PAPER,
            (rows - ended).grouped(lambda row: row.document_id.convention_id),
            lambda act, names: act.env._(
                "Give the convention on paper to %s: no e-mail of their own.", names
            ),
            lambda act: act.env._(
                "They receive neither a link nor a reminder. Print the convention, or "
                "write the e-mail of each of them in their contact and send the link."
            ),
        )

    def _not_signed_in_time(self):
        self._plan_sign_calls(
            NOT_SIGNED,
            {
                act: act.document_id.signatory_ids.filtered(
                    lambda row: row.state == "pending"
                )
                for act in self
            },
            lambda act, names: act.env._(
                "Not signed, the first day is %(date)s: %(names)s",
                date=act.env["mobility.request"]._date_text(act.date_start),
                names=names,
            ),
            lambda act: act.env._(
                "Reminders have stopped. Without a signed convention the immersion has "
                "no legal ground: call those who have not signed, or choose other days."
            ),
        )

    def _plan_sign_calls(self, kind, rows_of_each, summary, note):
        """An activity on each convention, in the language of who follows it; no mail.

        :param kind: the type of the activities (XML id)
        :param rows_of_each: ``{convention: the signatories concerned}``
        :param summary: ``(convention, their names) → text``
        :param note: ``convention → text``
        """
        kind_id = self.env.ref(kind).id
        model_id = self.env["ir.model"]._get_id(self._name)
        followed = self.request_id._followed_by()
        values = []
        for convention, rows in rows_of_each.items():
            user = followed[convention.request_id]
            act = convention.with_context(lang=user.lang or self.env.lang)
            values.append(
                {
                    "activity_type_id": kind_id,
                    "automated": True,
                    "res_model_id": model_id,
                    "res_id": act.id,
                    "user_id": user.id,
                    "date_deadline": civil_day(self),
                    "summary": summary(act, ", ".join(rows.mapped("name"))),
                    "note": Markup("<p>%s</p>") % note(act),
                }
            )
        # Without this, core writes a mail for each.
        self.env["mail.activity"].sudo().with_context(
            mail_activity_quick_update=True
        ).create(values)
