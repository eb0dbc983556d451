from odoo import models
from odoo.exceptions import UserError

from ..rules.words import told
from .guard import acting

# Who signs for each party, when it is one person.
_SIGNERS = {
    "employer": "employer_signatory_id",
    "host": "host_signatory_id",
    "cdg": "cdg_signatory_id",
}


class MobilityConvention(models.Model):
    """What becomes of a convention that must change: corrected, cancelled."""

    _inherit = "mobility.convention"

    def _keep_substitutes(self, document):
        """The roles of the draft follow the persons who were named meanwhile."""
        self.ensure_one()
        act = acting(self.sudo())
        for row in document.sudo().signatory_ids:
            first = row
            while first.substitute_of_id:
                first = first.substitute_of_id
            if first == row or row.state == "replaced":
                continue
            role = (
                self.env["mobility.role"]
                ._current(row.organisation_id, "authority")
                .filtered(lambda one, row=row: one.partner_id == row.partner_id)[:1]
            )
            signer = _SIGNERS[row.party]
            if act[signer].employer_id == row.organisation_id and (
                act[signer].partner_id == first.partner_id
            ):
                act[signer] = role
                continue
            old = act.other_signatory_ids.filtered(
                lambda one, row=row, first=first: one.employer_id == row.organisation_id
                and one.partner_id == first.partner_id
            )
            act.other_signatory_ids = act.other_signatory_ids - old + role

    def action_cancel(self, reason=""):
        """Take the convention out of force; its documents are kept, and everyone who
        was asked or has signed is told why.

        :raises UserError: it is already closed, everyone has signed it (a party gives
            it up, see ``_give_up``), or nobody says why although it was made to be
            signed
        """
        self.check_access("write")
        reason = told(reason)
        for convention in self:
            if convention.state in ("cancelled", "done"):
                raise UserError(self.env._("%s is already closed.", convention.number))
            if convention.state == "signed":
                raise UserError(convention._only_a_party())
            if convention.document_id and not reason:
                raise UserError(
                    self.env._(
                        "Please write why: everyone who was asked to sign reads it."
                    )
                )
        self.request_id._take_turn()
        self._cancel(reason)

    def _cancel(self, reason, ended_as=""):
        """Cancel, and tell.

        :param ended_as: how the request ends with it, when it does: then its own mails
            are sent, and the reason stays with staff, but that of a party who gives up
        """
        reason = told(reason)
        self._close_avenants(reason, ended_as)
        for convention in self:
            document = convention.document_id
            asked = convention._asked(document)
            document._drop("cancelled", reason)
            convention._closed_refusal()
            told_otherwise = convention._told_otherwise(ended_as)
            given_up = convention._given_up_words()
            convention._tell(
                asked.filtered(
                    lambda row, people=told_otherwise: row.partner_id not in people
                ),
                "mail_sign_cancelled",
                author=given_up["author"],
                reasons=given_up["reasons"] if ended_as else reason,
                goes_on="" if ended_as else "yes",
                signed="",
            )
        acting(self).write({"ended_as": "cancelled"})
        # The index that allows one convention in force must see it at once.
        self.flush_recordset(["ended_as"])

    def _told_otherwise(self, ended_as):
        """The people whom the end of the request tells by its own mails."""
        self.ensure_one()
        request_sudo = self.request_id.sudo()
        people = self.env["res.partner"]
        if not ended_as or request_sudo.state != "agreed":
            return people
        people |= request_sudo.partner_id
        if ended_as != "no_show":
            people |= request_sudo._people_concerned()
        return people
