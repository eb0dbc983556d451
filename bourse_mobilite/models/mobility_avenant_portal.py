from odoo import models

from .guard import civil_day


class MobilityAvenant(models.Model):
    """What the parties read and receive of an avenant."""

    _inherit = "mobility.avenant"

    def _mail_words(self):
        """What a mail about this avenant may say, as plain words."""
        self.ensure_one()
        return self.request_id._mail_words()

    def _sign_before(self):
        """The first day that changes, when it is still to come: then it is too late."""
        self.ensure_one()
        today = civil_day(self)
        new = {day.date: day.half for day in self.day_ids}
        held = {day.date: day.half for day in self.request_id.day_ids if not day.missed}
        days = []
        if self.change_period:
            days += [day for day in {*new, *held} if new.get(day) != held.get(day)]
        if self.early_end:
            days.append(self.last_day)
        if self.change_place or self.change_tutor:
            days += [day for day in held if day > today]
        first = min(days, default=False)
        return first and first > today and first

    def _unreachable(self, document, rows):
        self.sudo().message_post(
            body=self.env._(
                "No e-mail of their own: please give the avenant to %s in another way.",
                ", ".join(rows.mapped("name")),
            )
        )

    def _of_convention(self):
        """The convention that it changes."""
        return self.convention_id

    def _portal_values(self, waiting):
        """Plain values for the parties; the caller has read the record as the person
        who looks.

        :param waiting: what waits for the signature of this person (sudo)
        """
        self.ensure_one()
        self.check_access("read")
        avenant_sudo = self.sudo()
        document = avenant_sudo.document_id
        states = dict(self._fields["state"]._description_selection(self.env))
        own_sudo = document.signatory_ids & waiting
        return {
            "id": avenant_sudo.id,
            "convention_id": avenant_sudo.convention_id.id,
            "name": avenant_sudo.display_name,
            "state": avenant_sudo.state,
            "state_label": states[avenant_sudo.state],
            "changes": [change._asdict() for change in avenant_sudo._change_rows()],
            "reason": avenant_sudo.reason or "",
            "applied_on": avenant_sudo.applied_on,
            "refused": document.state == "refused",
            "still_to_sign": ", ".join(
                document.signatory_ids.filtered(
                    lambda row: row.role == "signature" and row._waits()
                ).mapped("name")
            ),
            "my_turn": bool(own_sudo),
            "row_id": own_sudo[:1].id,
        }


class MobilityConvention(models.Model):
    _inherit = "mobility.convention"

    def _portal_values(self, waiting=None):
        """And the avenants: what they changed is what holds today."""
        readable = self.avenant_ids._filtered_access("read").sorted("number")
        if waiting is None:
            waiting = self._portal_mine()
        values = super()._portal_values(waiting)
        in_force = self.sudo()._avenants_in_force()
        return {
            **values,
            "summary": self.sudo()._summary_today(values["summary"]),
            "changed_by": in_force.mapped("display_name"),
            "avenants": [avenant._portal_values(waiting) for avenant in readable],
        }

    def _avenants_in_force(self):
        """Those that everyone has signed and that changed something, in order."""
        return self.avenant_ids.filtered(
            lambda avenant: avenant.state == "signed" and avenant.applied_on
        ).sorted("number")

    def _summary_today(self, summary):
        """The lines of the signed document, where those that an avenant in force has
        changed say what holds today, in French."""
        self.ensure_one()
        in_force = self._avenants_in_force()
        if not in_force:
            return summary
        printed = self._in_french("report.bourse_mobilite.convention_document")
        today = printed._essentials_changed(self, in_force)
        return [[label, today.get(label, text)] for label, text in summary]
