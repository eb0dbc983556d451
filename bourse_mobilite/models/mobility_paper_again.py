from odoo import models
from odoo.exceptions import UserError

from ..rules import mission
from ..rules.words import told
from .guard import civil_day
from .mobility_paper import PAPERS


class MobilityConvention(models.Model):
    """An ordre de mission that is refused, or says what is wrong: who is told, and how
    it is made again. The convention stays signed all along."""

    _inherit = "mobility.convention"

    def _order_turn(self):
        """Where the orders in force stand: ``refused``, ``to_sign``, or '' when nobody
        has anything to sign."""
        self.ensure_one()
        states = set(self.sudo()._papers("mission_order").mapped("state"))
        return next((one for one in ("refused", "to_sign") if one in states), "")

    def _on_refused(self, row):
        """An order: its agent is told what happens, and the adviser takes it up."""
        if row.document_id.kind != "mission_order":
            return super()._on_refused(row)
        super()._on_refused(row)
        act = self.sudo()
        agent = act.request_id.partner_id
        if agent == row.partner_id:
            return None
        if not agent._mobility_personal_mailbox():
            act.message_post(
                body=self.env._(
                    "No e-mail of their own: please tell %(agent)s in another way that "
                    "%(paper)s is not signed, and what happens next.",
                    agent=agent.name,
                    paper=row.document_id.display_name,
                )
            )
            return None
        self.env["res.partner"]._mobility_write_all(
            [
                {
                    "person": agent,
                    "template": "bourse_mobilite.mail_order_refused",
                    "record": row.document_id,
                    "company": row.company_id,
                    "values": {
                        "author": row.name,
                        "organisation": row.organisation_name or "",
                        "reasons": row.refused_reason,
                        "url": act._paper_address(),
                    },
                }
            ]
        )
        return None

    def _unreachable(self, document, rows):
        if document.kind not in PAPERS:
            return super()._unreachable(document, rows)
        self.sudo().message_post(
            body=self.env._(
                "No e-mail of their own: please give %(paper)s to %(names)s in another "
                "way.",
                paper=document.display_name,
                names=", ".join(rows.mapped("name")),
            )
        )
        return None

    def action_open_order(self):
        """Correct the ordre de mission: the refused one first.

        :raises UserError: there is none that can be corrected
        """
        self.ensure_one()
        self.check_access("write")
        orders = self._papers("mission_order").sorted(
            lambda order: order.state != "refused"
        )
        return orders[:1].action_open_again()

    def _make_order_again(self, order, reason, particulars, role):
        """Replace an order that is not signed by one that says what holds today; who
        signs it is asked at once, and reads what changed and why.

        :param particulars: what the employer says of the journey, ``{}`` for nothing
        :param role: the signing authority who gives it
        :raises UserError: it is signed or out of force, the mission is over, nobody
            says why, or ``role`` cannot sign it
        """
        self.ensure_one()
        self.request_id._take_turn()
        reason = told(reason)
        if not reason:
            raise UserError(
                self.env._("Please write what changes and why: who signs reads it.")
            )
        if why := order._why_not_again():
            raise UserError(why)
        if role not in order._possible_roles():
            raise UserError(
                self.env._(
                    "Choose a signing authority of %s whose role is in force, and who "
                    "is not the agent.",
                    order.issuer_id.name,
                )
            )
        before = order.sudo().signatory_ids.filtered(lambda row: row.state == "pending")
        order._drop("replaced", reason)
        made = self.sudo()._freeze_papers(
            "mission_order", [self._order_of(role, particulars=particulars)]
        )
        made._ask_signatures()
        self._tell(
            before.filtered(
                lambda row: row.asked_on and row.partner_id != role.partner_id
            ),
            "mail_substituted",
            substitute=role.partner_id.name,
        )
        if self._order_turn() != "refused":
            self._closed_refusal()
        self.sudo().message_post(
            body=self.env._(
                "%(paper)s is made again, version %(version)s: %(reason)s",
                paper=made.display_name,
                version=made.version,
                reason=reason,
            )
        )
        return made


class MobilityDocument(models.Model):
    _inherit = "mobility.document"

    def _why_not_again(self):
        """The sentence that says why this order cannot be made again, '' when it can."""
        act = self.sudo().convention_id
        if self.kind != "mission_order" or self.dropped_as:
            return self.env._(
                "This ordre de mission is no longer in force: please look at the "
                "convention again."
            )
        if self.state == "signed":
            return self.env._(
                "%s is signed: nobody changes it any more. Other days or another place "
                "are agreed by an avenant, which makes a new one.",
                self.display_name,
            )
        if act.state != "signed" or not act.date_end or act.date_end < civil_day(act):
            return self.env._(
                "The immersion is over, or does not take place: an ordre de mission is "
                "given before one leaves."
            )
        return ""

    def _possible_roles(self):
        """The authorities in force of the employer that can give this order (sudo)."""
        self.ensure_one()
        agent = self.sudo().convention_id.request_id.partner_id
        return (
            self.env["mobility.role"]
            ._current(self.sudo().issuer_id, "authority")
            .filtered(lambda role: role.partner_id != agent and role.quality)
        )

    def _usual_role(self):
        """Who is to sign when nothing else is said: who was asked last, else the
        first."""
        roles = self._possible_roles()
        asked = self.sudo().signatory_ids.filtered(lambda row: row.state != "replaced")
        return (
            roles.filtered(lambda one: one.partner_id == asked.partner_id)[:1]
            or roles[:1]
        )

    def action_open_again(self):
        """Ask what changes in this ordre de mission, and why.

        :raises UserError: it cannot be made again
        """
        if not self:
            raise UserError(
                self.env._("There is no ordre de mission that can be corrected.")
            )
        self.ensure_one()
        self._owner().check_access("write")
        if why := self._why_not_again():
            raise UserError(why)
        return self.env["mobility.change.wizard"]._open_order(self)

    def _say_journey(self, own_vehicle="", transport="", residence=""):
        """The particulars of the journey as typed, cleaned.

        :raises UserError: with what to mend
        """
        try:
            return mission.particulars(own_vehicle, transport, residence)
        except ValueError as error:
            labels = {
                "transport": self.env._("Means of transport"),
                "residence": self.env._("Administrative residence"),
            }
            if error.args[0] not in labels:
                raise UserError(
                    self.env._("Choose an answer for the agent's own vehicle.")
                ) from error
            raise UserError(
                self.env._(
                    "%(field)s: %(most)s characters at most.",
                    field=labels[error.args[0]],
                    most=mission.LONGEST,
                )
            ) from error

    def _portal_order(self, partner):
        """This order (sudo) when ``partner`` may correct it: who speaks today for the
        employer that gives it, and is not the agent; else nothing."""
        order_sudo = self.sudo()
        act_sudo = order_sudo.convention_id
        if (
            len(order_sudo) != 1
            or order_sudo._why_not_again()
            or act_sudo.request_id.partner_id == partner
            or not order_sudo._usual_role()
        ):
            return order_sudo.browse()
        own = self.env["mobility.role"]._holds(
            partner, order_sudo.issuer_id, "hr", "authority"
        )
        return order_sudo if own else order_sudo.browse()


class MobilitySignatory(models.Model):
    _inherit = "mobility.signatory"

    def _portal_values(self, ended=None):
        """Where this person can correct the order before signing it, '' elsewhere."""
        values = super()._portal_values(ended)
        order = self.sudo().document_id
        path = ""
        if (
            order.kind == "mission_order"
            and values["status"] in ("sign", "refused")
            and order._portal_order(self.sudo().partner_id)
        ):
            path = f"/my/conventions/{order.convention_id.id}/ordres/{order.id}"
        return {**values, "order_path": path}
