import base64
import hashlib

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

from ..pdf import scan as paper
from ..rules.words import told
from .guard import act_day, acting, civil_day, plain, refuse_unless_acting

PARTIES = [
    ("agent", "The agent"),
    ("employer", "The employer of origin"),
    ("host", "The host"),
    ("cdg", "The centre de gestion"),
]
_GIVEN_UP = {
    "given_up_by", "given_up_name", "given_up_on", "given_up_way", "given_up_reason",
    "given_up_proof", "given_up_proof_name", "given_up_recorded_by_id",
}  # fmt: skip
_PROOFS = ("application/pdf", "image/png", "image/jpeg")
_TOLD = "bourse_mobilite.activity_given_up"


def _sha256(file):
    """The hash of a file in base64, '' without any."""
    return hashlib.sha256(base64.b64decode(file)).hexdigest() if file else ""


class MobilityConvention(models.Model):
    """A convention that everyone has signed is given up by one of its parties, in a
    reasoned writing to the others (see the article on an early end); the centre de
    gestion records it, and never decides it alone."""

    _inherit = "mobility.convention"

    given_up_by = fields.Selection(
        PARTIES,
        string="Given up by",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )
    given_up_name = fields.Char(
        string="Who asked", readonly=True, copy=False, groups="base.group_user"
    )
    given_up_on = fields.Date(
        string="Asked on", readonly=True, copy=False, groups="base.group_user"
    )
    given_up_way = fields.Selection(
        [
            ("portal", "On the portal"),
            ("link", "By a personal link"),
            ("letter", "Letter or e-mail received"),
            ("manager", "Recorded by a manager"),
        ],
        string="How",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )
    given_up_reason = fields.Text(
        string="Reason given", readonly=True, copy=False, groups="base.group_user"
    )
    given_up_proof = fields.Binary(
        string="What they wrote",
        attachment=True,
        readonly=True,
        copy=False,
        groups="base.group_user",
    )
    given_up_proof_name = fields.Char(
        readonly=True, copy=False, groups="base.group_user"
    )
    given_up_recorded_by_id = fields.Many2one(
        "res.users",
        string="Recorded by",
        readonly=True,
        copy=False,
        ondelete="restrict",
        groups="base.group_user",
    )

    def write(self, vals):
        refuse_unless_acting(self, _GIVEN_UP & vals.keys())
        return super().write(vals)

    def _only_a_party(self):
        """What to say to who would cancel, alone, what everyone has signed."""
        return self.env._(
            "Everyone has signed the convention %s: only the agent, the employer or the "
            "host can give it up now, in writing. You have received their letter? Open "
            "the convention, press “Cancel the convention” and attach it. Nothing was "
            "received? They can give it up themselves on its page; a manager can also "
            "record who asked for it, and why.",
            ", ".join(self.mapped("number")),
        )

    def _give_up_on_record(
        self, party, name, asked_on, reason, proof=b"", proof_name=""
    ):
        """Record, as staff, that a party gives the signed convention up.

        :param name: who asked, as it reads in the letter
        :param asked_on: the day of the letter
        :param proof: the letter, base64; only a manager can do without
        :raises AccessError: it is not the user's to change
        :raises UserError: what is missing, or cannot be
        """
        self.ensure_one()
        self.check_access("write")
        self._check_signed()
        manager = self.env.user.has_group("bourse_mobilite.group_mobility_manager")
        if party == "cdg" and not manager:
            raise UserError(self._only_a_party())
        if not proof and not manager:
            raise UserError(
                self.env._(
                    "Please attach what they wrote: the letter, or the e-mail as a PDF. "
                    "Only a manager can do without it."
                )
            )
        zoned = self.with_context(tz=self.company_id._mobility_zone())
        made_on = self.document_id.frozen_on
        first = fields.Datetime.context_timestamp(zoned, made_on).date()
        if not asked_on or not first <= asked_on <= civil_day(self):
            raise UserError(
                self.env._(
                    "The letter is dated between the day the convention was made "
                    "(%(first)s) and today.",
                    first=self.request_id._date_text(first),
                )
            )
        self._check_proof(proof)
        self._give_up(
            party,
            name,
            reason,
            "letter" if proof else "manager",
            asked_on=asked_on,
            proof=proof,
            proof_name=proof_name,
        )

    def _check_signed(self):
        if self.state != "signed" or self.sudo().request_id.state != "agreed":
            raise UserError(
                self.env._("%s is no longer signed and under way.", self.display_name)
            )

    def _check_proof(self, proof):
        content = base64.b64decode(proof or b"")
        if content and (
            guess_mimetype(content) not in _PROOFS or paper.problem(content)
        ):
            raise UserError(
                self.env._(
                    "What they wrote cannot be kept: attach a PDF or a picture (PNG, "
                    "JPEG) that opens, of %s MB at most.",
                    paper.MOST_MEGABYTES,
                )
            )

    def _give_up(
        self,
        party,
        name,
        reason,
        way,
        asked_on=None,
        proof=b"",
        proof_name="",
        **evidence,
    ):
        """A party gives up: the documents and the request end, the days come back and
        everyone is told who and why. Rights are the caller's affair.

        :param party: one of ``PARTIES``
        :param name: who asked, with quality and organisation
        :param way: ``portal``, ``link``, ``letter`` or ``manager``
        :param evidence: plain values for the journal
        :raises UserError: nobody or no reason is named, not everyone has signed, or
            the first day has come
        """
        self.ensure_one()
        name, reason = told(name), told(reason)
        if not party or not name:
            raise UserError(self.env._("Please say who asks for it, and for whom."))
        if not reason:
            raise UserError(
                self.env._("Please write why: all the parties read this reason.")
            )
        act = acting(self.sudo())
        request = plain(act.request_id)
        request._take_turn()
        self._check_signed()
        request._check_not_begun()
        recorded_by = way in ("letter", "manager") and self.env.user
        asked_on = asked_on or act_day(self)
        act.document_id._note(
            "given_up",
            party=party,
            by=name,
            asked_on=fields.Date.to_string(asked_on),
            way=way,
            reason=reason,
            proof_sha256=_sha256(proof),
            **evidence,
        )
        act.write(
            {
                "given_up_by": party,
                "given_up_name": name,
                "given_up_on": asked_on,
                "given_up_way": way,
                "given_up_reason": reason,
                "given_up_proof": proof or False,
                "given_up_proof_name": proof_name,
                "given_up_recorded_by_id": recorded_by and recorded_by.id,
            }
        )
        request._end("withdrawn" if party == "agent" else "cancelled", reason)
        if not recorded_by:
            plain(act)._tell_adviser(
                _TOLD,
                lambda env: env._("%s gives up the immersion.", name),
                reason,
            )

    def _given_up_words(self):
        """Who gave it up and why, for the mails that say that it is over."""
        act_sudo = self.sudo().filtered("given_up_by")[:1]
        return {
            "author": act_sudo.given_up_name or "",
            "reasons": act_sudo.given_up_reason or "",
        }


class MobilityRequest(models.Model):
    _inherit = "mobility.request"

    def _given_up_words(self):
        """As of the convention that one of the parties gave up, if any."""
        self.ensure_one()
        return self.sudo().convention_ids._given_up_words()

    def _people_concerned(self):
        """An avenant may have named another tutor than the offer's."""
        made = self.sudo().convention_ids.filtered("document_ids")[:1]
        tutor = made.tutor_id.filtered(lambda one: one._mobility_personal_mailbox())
        return (super()._people_concerned() | tutor) - self.partner_id
