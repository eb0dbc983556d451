from odoo import models
from odoo.tools.i18n import format_list

from .guard import civil_day


class MobilityConvention(models.Model):
    """What happens next once the convention bears its seal: its ordres de mission, its
    avenants, its attestation."""

    _inherit = "mobility.convention"

    def _paper_turn(self):
        """What is left to do about the papers of a sealed convention, as
        ``signing_turn`` says it; '' for nothing."""
        self.ensure_one()
        if self.state == "done":
            given = self._papers("attestation").filtered(
                lambda paper: paper.state == "to_sign"
            )
            if given:
                return "attestation"
            return "apart" if self._is_apart() else ""
        if self.date_end and self.date_end < civil_day(self):
            # An order is given before one leaves: nobody runs after it any more.
            return ""
        turns = {"refused": "order_refused", "to_sign": "order"}
        return turns.get(self._order_turn(), "")

    def _next_sealed(self, turn):
        """What happens next to a convention that bears its seal."""
        self.ensure_one()
        if turn in ("apart", "attestation") and self._is_apart():
            return self._next_apart()
        if turn == "attestation":
            return self.env._(
                "The immersion took place. Its attestation is written: read it, then "
                "give it. The agent receives it once it is sealed."
            )
        if turn == "cancelled":
            return False
        if self.state == "done":
            return self.env._("The immersion is closed: nothing more to do here.")
        first = {
            "order_refused": self._next_refused,
            "order": self._next_order,
        }.get(turn, self._next_complete)()
        return " ".join([first, *self._next_avenants()])

    def _order_rows(self):
        """Who signs the orders in force. One by one: what is joined or filtered is no
        longer read for a whole list at once."""
        for document in self.document_ids:
            if document.kind == "mission_order" and not document.dropped_as:
                yield from document.signatory_ids

    def _next_apart(self):
        given = self._papers("attestation").state == "signed"
        return f"{self._bilan_apart()} {self._what_to_do_apart(given)}"

    def _next_complete(self):
        return self.env._(
            "Everyone has signed and the document is sealed. The immersion can "
            "begin. When it is over, close the request."
        )

    def _next_refused(self):
        refused = [row for row in self._order_rows() if row.state == "refused"]
        said = [
            self.env._(
                "%(name)s, for %(employer)s, does not sign the ordre de mission: "
                "“%(reason)s”.",
                name=row.name,
                employer=row.organisation_name or "",
                reason=(row.refused_reason or "").rstrip(" ."),
            )
            for row in refused
        ]
        todo = self.env._(
            "The convention stays signed and the agent was told, but must not leave "
            "without this order. Talk with them, then correct it: a new version is sent "
            "to be signed."
        )
        return " ".join([*said, todo])

    def _next_order(self):
        waiting = [row.name for row in self._order_rows() if row._waits()]
        return self.env._(
            "The convention is signed and sealed. The ordre de mission still waits for "
            "the signature of %(names)s: the agent receives it before leaving on "
            "%(date)s.",
            names=format_list(self.env, waiting),
            date=self.env["mobility.request"]._date_text(self.date_start),
        )

    def _next_avenants(self):
        """A sentence for each avenant that changes nothing yet."""
        said = []
        for avenant in self.avenant_ids.sorted("number"):
            rows = avenant.document_id.signatory_ids
            figures = {"avenant": avenant.display_name}
            if avenant.state == "draft":
                text = self.env._(
                    "%(avenant)s is a draft: complete it and ask for the signatures, or "
                    "cancel it.",
                    **figures,
                )
            elif avenant.state == "signed" and not avenant.applied_on:
                text = self.env._(
                    "%(avenant)s is signed by everyone and cannot be put in force yet: "
                    "open it to see why.",
                    **figures,
                )
            elif avenant.document_id.state == "refused":
                row = rows.filtered(lambda one: one.state == "refused")[:1]
                text = self.env._(
                    "%(name)s does not sign %(avenant)s: “%(reason)s”. Talk with them, "
                    "then correct it or cancel it.",
                    name=row.name,
                    reason=(row.refused_reason or "").rstrip(" ."),
                    **figures,
                )
            elif avenant.state == "to_sign":
                waiting = rows.filtered(lambda one: one._waits())
                text = self.env._(
                    "%(avenant)s still waits for %(names)s: until everyone has signed "
                    "it, nothing changes.",
                    names=format_list(self.env, waiting.mapped("name")),
                    **figures,
                )
            else:
                continue
            said.append(text)
        return said

    def action_open_attestation(self):
        """Read the attestation that waits, and what is declared in giving it."""
        self.ensure_one()
        self.check_access("write")
        paper = self._papers("attestation").filtered(lambda one: one.state == "to_sign")
        return paper[:1].action_open_give()


class MobilityRequest(models.Model):
    _inherit = "mobility.request"

    def _next_step(self):
        """What is left of the papers is said on the request as on its convention."""
        convention = self._convention()
        if self.state in ("agreed", "done") and convention.signing_turn in (
            "order",
            "order_refused",
            "attestation",
            "apart",
        ):
            return convention.next_step
        return super()._next_step()

    def _portal_next_agent(self):
        """Who acts next while the ordre de mission is not signed."""
        convention = self._convention() if self.state == "agreed" else None
        turn = convention._signing_turn() if convention else ""
        if turn == "order_refused":
            return self.env._(
                "The convention is signed by everyone. Your employer does not sign your "
                "ordre de mission as it is written: the centre de gestion talks with "
                "it. You have nothing to do, but please wait for it before you leave."
            )
        if turn == "order":
            return self.env._(
                "The convention is signed by everyone. Your employer still signs your "
                "ordre de mission: you receive it by e-mail. You have nothing to do."
            )
        return super()._portal_next_agent()
