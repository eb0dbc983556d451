from odoo import fields, models
from odoo.exceptions import UserError

from ..pdf.edition import Edition
from ..rules.verification import new_code
from ..rules.words import told
from .guard import act_day, acting
from .mobility_ppr_document import KIND


class MobilityPprEvent(models.Model):
    _inherit = "mobility.ppr.event"

    event = fields.Selection(
        selection_add=[
            ("written", "Convention written, to be signed"),
            ("signed", "Convention signed by all"),
            ("taken_back", "Convention taken back"),
            ("not_signed", "A signature of the convention is refused"),
            ("to_hand_over", "To be told or given in another way than by mail"),
        ],
        ondelete=dict.fromkeys(
            ("written", "signed", "taken_back", "not_signed", "to_hand_over"),
            "cascade",
        ),
    )


class MobilityPpr(models.Model):
    """From the file to the frozen convention. A change by agreement, once everyone has
    signed, is a new version: the one before stays in force until the last signature of
    the new one."""

    _inherit = "mobility.ppr"

    def action_freeze(self):
        """Write the PDF once and for all and ask for the signatures.

        :raises UserError: naming each thing that is missing
        """
        self.ensure_one()
        self.check_access("write")
        self._begin_change()
        if why := self._why_not_frozen():
            raise UserError(why)
        self._freeze()

    def _why_not_frozen(self):
        """The sentence that says why the file cannot be made, '' when it can."""
        self.ensure_one()
        if self.convention_state in ("to_sign", "refused"):
            return self.env._(
                "The convention is being signed: correct it or cancel it first."
            )
        if not self._may_be_written():
            return self.env._(
                "The convention is written once the agent has accepted the PPR, and as "
                "long as it is not over."
            )
        missing = self._missing()
        if missing:
            return self.env._(
                "The convention cannot be made yet. Missing: %s.",
                ", ".join(label for label, _record in missing),
            )
        return ""

    def _freeze(self):
        former = self.sudo().document_ids.sorted("version")[-1:]
        edition = Edition(former.version + 1, new_code())
        name = former.name or self._new_reference()
        printer = self._in_french("report.bourse_mobilite.ppr_convention_document")
        document = self.env["mobility.document"]._freeze(
            [
                {
                    "content": self._render_convention(edition, name),
                    "signatories": self._signatories(),
                    "name": name,
                    "kind": KIND,
                    "version": edition.version,
                    "verification_code": edition.code,
                    "summary": printer._summary(self),
                    "ppr_id": self.id,
                    "clause_set_id": self.clause_set_id.id,
                    "company_id": self.company_id.id,
                }
            ]
        )
        names = document.sudo().signatory_ids.mapped("name")
        self._note("written", act_day(self), version=edition.version, names=names)
        document._ask_signatures()
        return document

    def _new_reference(self):
        """By chance: in a series, a missing number would tell that there is one."""
        return f"R-{new_code()[:9]}"

    def _signatories(self):
        """The values of the signatory rows: agent and employer in any order, then the
        centre de gestion or the CNFPT."""
        self.ensure_one()
        agent = self.candidate_id.partner_id
        return [
            {
                "party": "agent",
                "partner_id": agent.id,
                "name": agent.name,
                "step": 1,
                "sequence": 1,
            },
            {
                "party": "employer",
                **self.employer_signatory_id._signatory_vals(),
                "delegation_reference": self.employer_deliberation,
                "step": 1,
                "sequence": 2,
            },
            {
                "party": self.third_party,
                **self.third_signatory_id._signatory_vals(),
                "delegation_reference": self.third_deliberation,
                "step": 2,
                "sequence": 3,
            },
        ]

    # What its documents tell it

    def _begin_change(self):
        self.env.cr.execute(
            "UPDATE mobility_ppr SET journal_count = journal_count WHERE id IN %s",
            [tuple(self.ids)],
        )

    def _agent_who_signs(self):
        return self.sudo().candidate_id.partner_id

    def _sign_before(self):
        """No day is told: it would say what the document is about."""
        return False

    def _on_signed(self, document):
        """The version that everyone has signed takes the place of the one before."""
        earlier = self.sudo().document_ids.filtered(
            lambda one: one.version < document.version and not one.dropped_as
        )
        if earlier:
            earlier._drop("replaced", self.sudo().version_reason or "")
            acting(self.sudo()).version_reason = False
        self.sudo()._note("signed", act_day(self), version=document.version)

    def _note_corrected(self, document, reason):
        self._note("taken_back", act_day(self), version=document.version, why=reason)

    def action_cancel(self, reason=""):
        """Give up the version that is being signed: who was asked is told; a version
        in force stays so.

        :raises UserError: nothing is being signed, or nobody says why
        """
        self.check_access("write")
        reason = told(reason)
        self._begin_change()
        for ppr in self:
            document = ppr.document_id
            if document.state not in ("to_sign", "refused"):
                raise UserError(
                    self.env._("Nothing is being signed: there is nothing to cancel.")
                )
            if not reason:
                raise UserError(
                    self.env._("Please write why: it stays in the history.")
                )
            asked = ppr._asked(document)
            document._drop("cancelled", reason)
            ppr._note_corrected(document, reason)
            ppr._tell(asked, "mail_sign_cancelled")

    def _on_refused(self, row):
        self.sudo()._note("not_signed", act_day(self), by=row.name)
        return super()._on_refused(row)

    def _closed_refusal(self):
        """Its activities are tied to nothing: the referent ticks them."""

    def _tell_adviser(self, kind, summary, note=""):
        """The referent, in words that say nothing of what it is about."""
        self._call_referents(
            lambda env: env._(
                "A document is not signed: open the file that you follow."
            )
        )

    def _unreachable(self, document, rows):
        self._not_told(rows.mapped("name"))

    def _cannot_remind(self, rows):
        for document, silent in rows.grouped("document_id").items():
            document._owner()._unreachable(document, silent)

    def _hand_over(self, document, names):
        self._not_told(names)

    def _not_told(self, names):
        for ppr in self.sudo():
            ppr._note("to_hand_over", act_day(ppr), names=list(names))
            ppr._call_referents(
                lambda env: env._(
                    "Somebody has no e-mail of their own: open the file that you follow."
                )
            )

    def _also_copied(self, document):
        """Nobody but who signed: the others of the employer have their own pages."""
        return self.env["res.partner"]

    def _mail_words(self):
        return self.company_id._mail_words()

    def _call_referents(self, summary, everyone=False):
        """A line among the activities of the referent, tied to nothing, which only its
        owner reads.

        :param summary: ``env → text``, in the language of who reads
        :param everyone: to every referent of the centre de gestion
        """
        todo = self.env.ref("mail.mail_activity_data_todo", raise_if_not_found=False)
        for ppr in self.sudo():
            for user in ppr._followed_by(everyone):
                self.env["mail.activity"].sudo().create(
                    {
                        "user_id": user.id,
                        "activity_type_id": todo.id if todo else False,
                        "summary": summary(user.with_context(lang=user.lang).env),
                        "date_deadline": act_day(ppr),
                        "automated": True,
                    }
                )

    def _followed_by(self, everyone=False):
        """The referents to call: that of the file, or those of the centre de gestion
        when there is none in office."""
        self.ensure_one()
        house = self.company_id
        group = self.env.ref("bourse_mobilite.group_mobility_ppr").sudo()
        referents = group.all_user_ids.filtered(
            lambda user: user.active and house in user.company_ids
        )
        own = self.referent_id & referents
        return referents if everyone or not own else own
