from operator import attrgetter

from odoo import api, fields, models

from .mobility_request_turn import _TURNS, WAITING


class MobilityRequest(models.Model):
    """What the centre de gestion does or follows: the request itself, and what is
    signed apart from it, the avenants and the papers of its convention."""

    _inherit = "mobility.request"

    todo_for = fields.Selection(
        WAITING,
        string="Who has to act",
        compute="_compute_todo_for",
        store=True,
        index=True,
        group_expand="_expand_waiting_for",
        help="Whose turn it is, the avenants, the ordres de mission and the attestation "
        "included.",
    )
    todo_words = fields.Char(
        string="What waits", compute="_compute_todo_words", groups="base.group_user"
    )

    @api.depends(
        "waiting_for",
        *(
            f"convention_ids.{path}"
            for path in (
                "activity_ids.active",
                "activity_ids.activity_type_id",
                "document_ids.state",
                "document_ids.seal_failure",
                "document_ids.sealed_on",
                "document_ids.signatory_ids.state",
                "avenant_ids.state",
                "avenant_ids.applied_on",
                "avenant_ids.document_id.state",
                "avenant_ids.document_id.seal_failure",
                "avenant_ids.document_id.sealed_on",
                "avenant_ids.document_id.signatory_ids.state",
            )
        ),
    )
    def _compute_todo_for(self):
        for request in self:
            left = {turn for turn, _words in request.sudo()._left_apart()}
            turns = left | {request.waiting_for}
            request.todo_for = next((one for one in _TURNS if one in turns), "nobody")

    @api.depends("todo_for")
    @api.depends_context("lang")
    def _compute_todo_words(self):
        for request in self:
            words = [words for _turn, words in request.sudo()._left_apart()]
            request.todo_words = " · ".join(dict.fromkeys(words))

    def _left_apart(self):
        """What waits on a paper, a list of ``(turn, words)``: an avenant, a signature,
        a visa, a seal."""
        self.ensure_one()
        left = []
        # Recordsets that are sorted or filtered are read apart from the others.
        for avenant in sorted(
            self.convention_ids.avenant_ids, key=attrgetter("number")
        ):
            if avenant.state == "draft":
                left.append(("cdg", self.env._("Avenant: to be completed")))
            elif avenant.state == "signed" and not avenant.applied_on:
                left.append(("cdg", self.env._("Avenant: signed, not in force")))
            left += avenant.document_id._left()
        for document in sorted(self.convention_ids.document_ids, key=attrgetter("id")):
            # Nobody runs after an ordre de mission once the immersion is closed.
            if document.kind != "mission_order" or self.state == "agreed":
                left += document._left()
        if any(convention._is_apart() for convention in self.convention_ids):
            said = self.env._("Attestation: contradicted by the bilan")
            left.append(("cdg", said))
        return left


class MobilityDocument(models.Model):
    _inherit = "mobility.document"

    def _left(self):
        """What waits on this document, as ``_left_apart`` says it."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        left = []
        for document in self:
            kind = kinds[document.kind]
            if document.dropped_as:
                continue
            if document.state == "refused":
                left.append(("cdg", self.env._("%s: signature refused", kind)))
            elif document.state == "to_sign":
                waiting = document.signatory_ids.filtered(lambda row: row._waits())
                if "signature" in waiting.mapped("role"):
                    left.append(("signatories", self.env._("%s: to be signed", kind)))
                elif waiting and document.kind == "attestation":
                    left.append(("cdg", self.env._("%s: to be given", kind)))
                elif waiting:
                    left.append(("cdg", self.env._("%s: visa to give", kind)))
            elif document.seal_failure and not document.sealed_on:
                left.append(("cdg", self.env._("%s: could not be sealed", kind)))
        return left
