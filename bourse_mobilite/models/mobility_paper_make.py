# pylint: disable=missing-return
import logging

from odoo import api, fields, models
from odoo.fields import Domain

from ..pdf.edition import Edition
from ..rules.verification import new_code
from .guard import civil_day
from .mobility_paper import PAPERS

_logger = logging.getLogger(__name__)

VISA = "bourse_mobilite.activity_visa"
_AT_ONCE = 20


class MobilityConvention(models.Model):
    """Writing the papers: when they are due, and by whom they are signed."""

    _inherit = "mobility.convention"

    paper_ids = fields.One2many(
        "mobility.document",
        "convention_id",
        string="Papers of the immersion",
        domain=[("kind", "in", PAPERS)],
        readonly=True,
        groups="bourse_mobilite.group_mobility_adviser",
    )

    def _on_sealed(self, document):
        """A convention that bears its seal: its ordres de mission are written, apart,
        so that nothing of them can stop a seal. A paper: it is given to the agent."""
        super()._on_sealed(document)
        if document.kind in PAPERS:
            self._give_paper(document)
        elif document.kind == "convention":
            self.env.ref("bourse_mobilite.cron_papers")._trigger()

    def _renew_mission_orders(self, reason):
        """The orders in force no longer say what was agreed: the next pass writes new
        ones."""
        self.ensure_one()
        self.sudo()._papers("mission_order")._drop("replaced", reason)
        self._closed_refusal()
        self.env.ref("bourse_mobilite.cron_papers")._trigger()

    def _cancel(self, reason, ended_as=""):
        """The orders fall with the convention that they cite."""
        done = super()._cancel(reason, ended_as)
        self.sudo()._papers("mission_order")._drop("cancelled", reason)
        return done

    def _papers(self, kind):
        """The papers of this kind that are in force."""
        return self.document_ids.filtered(
            lambda document: document.kind == kind and not document.dropped_as
        )

    @api.model
    def _orders_domain(self):
        """Sealed, not over, and an employer has no order in force yet."""
        sealed = Domain("kind", "=", "convention") & Domain("dropped_as", "=", False)
        in_force = Domain("kind", "=", "mission_order") & Domain(
            "dropped_as", "=", False
        )
        return (
            Domain("state", "=", "signed")
            & Domain("date_end", ">=", "today")
            & Domain("company_id.mobility_mission_orders", "=", True)
            & Domain("document_ids", "any", sealed & Domain("sealed_on", "!=", False))
            & ~Domain("document_ids", "any", in_force)
        )

    @api.model
    def _attestations_domain(self):
        """It took place, and no attestation was written."""
        written = Domain("kind", "=", "attestation")
        return (
            Domain("state", "=", "done")
            & Domain("request_id.ended_as", "in", ["done", "interrupted"])
            & ~Domain("document_ids", "any", written)
        )

    @api.model
    def _cron_papers(self):
        """Write what is due. One convention that fails does not stop the others."""
        conventions = self.sudo()
        for domain, make in (
            (self._orders_domain(), "_make_mission_orders"),
            (self._attestations_domain(), "_make_attestation"),
        ):
            last = 0
            while batch := conventions.search(
                domain & Domain("id", ">", last), order="id", limit=_AT_ONCE
            ):
                last = batch[-1].id
                for act in batch:
                    act._make_apart(make)
                    left = self.env["ir.cron"]._commit_progress(1)
                    if not left:
                        return

    def _make_apart(self, make):
        try:
            with self.env.cr.savepoint():
                getattr(self, make)()
        except Exception:
            if self.env.cr.closed:
                raise  # the database has gone
            _logger.exception("%s of %s failed: tried again later", make, self.number)

    def _make_mission_orders(self):
        """One order for each employer that decided, signed by its authority."""
        self.ensure_one()
        self.request_id._take_turn()
        if self._papers("mission_order"):
            return self.env["mobility.document"]
        roles = self.employer_signatory_id | self._roles_of_others()
        orders = self._freeze_papers(
            "mission_order",
            [self._order_of(self._who_orders(role)) for role in roles],
        )
        orders._ask_signatures()
        return orders

    def _who_orders(self, role):
        """Who was last asked to sign the order of this employer, still in office; who
        signed the convention, else."""
        issuer = role.employer_id
        last = self._orders_of(issuer)[-1:].signatory_ids.filtered(
            lambda row: row.state != "replaced"
        )
        roles = self.env["mobility.role"]._current(issuer, "authority")
        return roles.filtered(lambda one: one.partner_id == last.partner_id)[:1] or role

    def _orders_of(self, issuer):
        """Every order of this employer, oldest first."""
        return self.document_ids.filtered(
            lambda one: (one.kind, one.issuer_id) == ("mission_order", issuer)
        ).sorted("version")

    @api.model
    def _order_of(self, role, **more):
        """What `_freeze_papers` needs of the order that ``role`` signs."""
        return {
            "issuer": role.employer_id,
            "role": role,
            "signatories": [{"party": "employer", **role._signatory_vals()}],
            **more,
        }

    def _make_attestation(self):
        """The attestation of presence, that the centre de gestion stamps."""
        self.ensure_one()
        self.request_id._take_turn()
        if not self.request_id.day_ids.filtered(lambda day: not day.missed):
            return
        house = self.company_id
        self._freeze_papers(
            "attestation",
            [
                {
                    "issuer": self.env["res.partner"],
                    "role": self.env["mobility.role"],
                    "signatories": [
                        {
                            "party": "cdg",
                            "role": "visa",
                            "partner_id": self.cdg_id.id,
                            "name": house.name,
                            "organisation_id": self.cdg_id.id,
                            "organisation_name": house.name,
                        }
                    ],
                }
            ],
        )
        self._plan_visa()

    def _plan_visa(self):
        """The attestation waits for the visa: somebody has to give it."""
        user = self.request_id._followed_by()[self.request_id.sudo()]
        act = self.with_context(
            lang=user.lang or self.env.lang, mail_activity_quick_update=True
        )
        act.sudo().activity_schedule(
            VISA,
            civil_day(self),
            user_id=user.id,
            summary=act.env._("Give the attestation: %s", self.number),
        )

    def _freeze_papers(self, kind, papers):
        """Render, freeze and hash each of ``papers``; see `_make_mission_orders`.

        A next version keeps the name of the one before and, unless told otherwise, what
        the employer said of the journey.
        """
        documents = self.env["mobility.document"].sudo()
        printer = self._in_french("report.bourse_mobilite.paper_document")
        vals_list = []
        for rank, paper in enumerate(papers, 1):
            former = self.document_ids.filtered(
                lambda one, issuer=paper["issuer"]: (one.kind, one.issuer_id)
                == (kind, issuer)
            ).sorted("version")[-1:]
            version = former.version + 1
            edition = Edition(version, new_code())
            name = former.name or self._paper_name(kind, rank if len(papers) > 1 else 0)
            said = paper.get("particulars", former.particulars) or {}
            content = printer._render_paper(
                self, kind, paper["role"], name, edition, said
            )
            vals_list.append(
                {
                    "content": content,
                    "signatories": paper["signatories"],
                    "name": name,
                    "kind": kind,
                    "version": version,
                    "issuer_id": paper["issuer"].id,
                    "verification_code": edition.code,
                    "particulars": said,
                    "summary": printer._summary(self, kind, paper["role"], said),
                    "convention_id": self.id,
                    "company_id": self.company_id.id,
                }
            )
        return documents._freeze(vals_list)

    def _paper_name(self, kind, rank):
        """“OM-C-2026-00042”, with a rank when several employers write one."""
        short = {"mission_order": "OM", "attestation": "AT"}[kind]
        return f"{short}-{self.number}" + (f"-{rank}" if rank else "")


class MobilityAvenant(models.Model):
    _inherit = "mobility.avenant"

    def _put_in_force(self):
        """Other days or another place: an order of mission that says the former ones
        is no longer right."""
        problem = super()._put_in_force()
        moved = self.change_period or self.change_place or self.early_end
        # Of an immersion that is closed, no new order would be written.
        if not problem and moved and self.convention_id.state == "signed":
            self.convention_id._renew_mission_orders(self.display_name)
        return problem


class MobilityRequest(models.Model):
    _inherit = "mobility.request"

    def _end(self, ended_as, reason=""):
        done = super()._end(ended_as, reason)
        self.sudo().convention_ids._closed_refusal()
        if ended_as in ("done", "interrupted"):
            self.env.ref("bourse_mobilite.cron_papers")._trigger()
        return done
