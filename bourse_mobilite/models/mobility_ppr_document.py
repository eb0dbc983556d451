import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .mobility_apart import FIRST_ID
from .mobility_ppr_choices import GROUP

_logger = logging.getLogger(__name__)

KIND = "ppr_convention"


class MobilityDocument(models.Model):
    """The documents of a PPR, kept apart from all the others: for who is no party they
    are not there, and nothing that is said of them elsewhere names what they are."""

    _name = "mobility.document"
    _inherit = ["mobility.document", "mobility.read.noted", "mobility.apart"]

    kind = fields.Selection(
        selection_add=[(KIND, "PPR convention")], ondelete={KIND: "cascade"}
    )
    ppr_id = fields.Many2one(
        "mobility.ppr",
        string="PPR",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        # On the portal the rule of the rows decides: the parties alone have some.
        groups=f"{GROUP},base.group_portal",
    )

    _ppr_version_unique = models.UniqueIndex(
        "(ppr_id, kind, version) WHERE ppr_id IS NOT NULL"
    )
    _numbered_apart = models.Constraint(
        f"CHECK ((ppr_id IS NULL) = (id < {FIRST_ID}))",
        "This document is numbered in the wrong series.",
    )

    def write(self, vals):
        if "ppr_id" in vals:
            raise AccessError(
                self.env._("A document is frozen: nothing of it can be changed.")
            )
        return super().write(vals)

    def _owner(self):
        apart = self._apart()
        if not apart:
            return super()._owner()
        if not self.env.su:
            apart.check_access("read")
        return apart.sudo().ppr_id.with_env(self.env)

    def _in_force(self):
        """Of a PPR, the version that replaced this one."""
        if not self._apart() or self.dropped_as != "replaced":
            return super()._in_force()
        return self._owner().document_id

    def _files_read(self):
        apart = self._apart()
        return super(MobilityDocument, apart)._files_read() if apart else []

    # What others may read of it

    def _mail_name(self):
        return self.env._("a document") if self._apart() else super()._mail_name()

    def _plain_name(self):
        if not self._apart():
            return super()._plain_name()
        return f"{self.env._('Document')} {self.name}"

    def _mail_words(self):
        """Nothing but whom to call."""
        if self._apart():
            return self.company_id._mail_words()
        return super()._mail_words()

    def _public_words(self, sha256=""):
        """Authentic or not, in force or not: never what it is."""
        words = super()._public_words(sha256)
        if self._apart():
            words["kind"] = self.env._("Document")
        return words

    # What runs for all the documents leaves these to a pass of their own: its numbers
    # and its log say nothing of them.

    @api.model
    def _to_seal_domain(self):
        return super()._to_seal_domain() & Domain("ppr_id", "=", False)

    @api.model
    def _to_check_domain(self):
        return super()._to_check_domain() & Domain("ppr_id", "=", False)

    @api.model
    def _cron_seal(self):
        waiting = super()._to_seal_domain() & Domain("ppr_id", "!=", False)
        for document in self.sudo().search(waiting, order="id"):
            try:
                document._seal_safely()
            except OperationalError:
                # Somebody writes this document at this very moment.
                self.env.cr.rollback()
            if not self.env["ir.cron"]._commit_progress():
                return None
        return super()._cron_seal()

    @api.model
    def _cron_check(self):
        due = super()._to_check_domain() & Domain("ppr_id", "!=", False)
        if documents := self.sudo().search(due, order="id"):
            self._quietly(documents._check_untouched)
            # Somebody may have been signing: what is wrong for good is so in another
            # transaction as well.
            self.env["ir.cron"]._commit_progress()
            if left := documents.filtered_domain(due):
                self._quietly(lambda: left._tell(left._findings()))
        return super()._cron_check()

    def _check_untouched(self):
        """Note as checked those that are as they were at the last check."""
        found = self._findings()
        self.filtered(lambda one: found[one] == (one.findings or []))._checked()

    def _note_altered(self, news):
        if not self._apart():
            return super()._note_altered(news)
        # A journal that lost its count takes no further line; the findings stay.
        return self._quietly(lambda: self._note("altered", found=news))

    @api.model
    def _quietly(self, act):
        """Do ``act``; when it fails the log, which others read, says nothing of what
        it was about."""
        try:
            with self.env.cr.savepoint():
                act()
        except Exception as error:
            if self.env.cr.closed:
                raise  # the database has gone
            _logger.error("A pass over documents was left out (%s)", type(error))
            self.env.invalidate_all()

    def _tell_managers(self):
        """Of a PPR, the referents alone are told."""
        if not self._apart():
            return super()._tell_managers()
        return self._owner()._call_referents(
            lambda env: env._(
                "A document that you follow no longer matches its journal: look at it "
                "before anybody relies on it."
            ),
            everyone=True,
        )


class MobilitySignatory(models.Model):
    _name = "mobility.signatory"
    _inherit = ["mobility.signatory", "mobility.read.noted", "mobility.apart"]

    party = fields.Selection(
        selection_add=[("cnfpt", "CNFPT")], ondelete={"cnfpt": "cascade"}
    )

    _numbered_apart = models.Constraint(
        f"CHECK ((document_id < {FIRST_ID}) = (id < {FIRST_ID}))",
        "This signature is numbered in the wrong series.",
    )

    @api.model
    def _goes_apart(self, vals):
        return vals["document_id"] >= FIRST_ID

    def _files_read(self):
        return self._apart().sudo().document_id.ppr_id.ids

    def _mail_words(self):
        if self._apart():
            return self.document_id._mail_words()
        return super()._mail_words()

    def _mail_line(self, urgency=None):
        """In a list with others: nothing of what it is."""
        if not self._apart():
            return super()._mail_line(urgency)
        if self.state == "signed":
            return [self.env._("A document.")], self.env._("Read again what you signed")
        return [self.env._("A document to sign.")], self.env._("Read and sign")

    def _paper_of(self):
        if not self._apart():
            return super()._paper_of()
        return {"default_ppr_id": self.document_id._owner().id}


class MobilityJournal(models.Model):
    _name = "mobility.journal"
    _inherit = ["mobility.journal", "mobility.read.noted", "mobility.apart"]

    _numbered_apart = models.Constraint(
        f"CHECK ((document_id < {FIRST_ID}) = (id < {FIRST_ID}))",
        "This line is numbered in the wrong series.",
    )

    @api.model
    def _goes_apart(self, vals):
        return vals["document_id"] >= FIRST_ID

    def _files_read(self):
        return self._apart().sudo().document_id.ppr_id.ids


class MobilityNightly(models.AbstractModel):
    _inherit = "mobility.nightly"

    @api.model
    def _cron_night(self):
        for day, companies in self._civil_days().items():
            zone = companies[0]._mobility_zone()
            night = self.sudo().with_company(companies[0]).with_context(tz=zone)
            signatories = night.env["mobility.signatory"]
            rows = signatories.search(
                signatories._to_remind_domain(day)
                & Domain("company_id", "in", companies.ids)
                & Domain("id", ">=", FIRST_ID)
            )
            if rows:
                night.env["mobility.document"]._quietly(rows._remind)
        return super()._cron_night()

    @api.model
    def _tasks(self):
        """What the cron counts and logs leaves out what is kept apart."""
        return [
            (rows, domain & Domain("id", "<", FIRST_ID), act)
            if rows._name in ("mobility.signatory", "mobility.document")
            else (rows, domain, act)
            for rows, domain, act in super()._tasks()
        ]
