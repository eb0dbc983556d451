import logging

from odoo import api, fields, models
from odoo.fields import Domain

from .guard import acting, civil_day
from .mobility_document_check import BATCH

_logger = logging.getLogger(__name__)


class MobilityDocument(models.Model):
    """The nightly check of every document, and who is told of what it finds."""

    _inherit = "mobility.document"

    def action_check_now(self):
        """Compare these documents with their journals, and say what comes of it."""
        for document in self:
            document._owner().check_access("write")
        found = self._findings()
        self._tell(found)
        altered = [one for one, findings in found.items() if findings]
        if altered:
            return {"type": "ir.actions.client", "tag": "soft_reload"}
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Nothing was changed: files, signatures and journal agree."
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _cron_check(self):
        """Check every document that was not checked today, batch after batch: a pass
        that was stopped takes up where it was."""
        documents, progress = self.sudo(), self.env["ir.cron"]
        due = self._to_check_domain()
        last, left = 0, documents.search_count(due)
        progress._commit_progress(remaining=left)
        while batch := documents.search(
            due & Domain("id", ">", last), order="id", limit=BATCH
        ):
            last = batch[-1].id
            found = batch._findings()
            suspects = documents.union(
                *(one for one in batch if found[one] != (one.findings or []))
            )
            (batch - suspects)._checked()
            if not progress._commit_progress(len(batch - suspects)):
                return
            if suspects:
                # Somebody may have been signing: what is wrong for good is so in
                # another transaction as well.
                suspects._tell(suspects._findings())
                if not progress._commit_progress(len(suspects)):
                    return

    @api.model
    def _to_check_domain(self):
        """Not checked today."""
        midnight = fields.Datetime.to_datetime(civil_day(self))
        return Domain("checked_on", "=", False) | Domain("checked_on", "<", midnight)

    def _checked(self):
        acting(self).write({"checked_on": fields.Datetime.now()})

    def _tell(self, found):
        """Keep what was found; what is new is written in the journal, and the
        managers are told once of each document.

        :param found: what ``_findings`` answers
        """
        for document, findings in found.items():
            known = document.findings
            known = known if isinstance(known, list) else []
            news = [finding for finding in findings if finding not in known]
            document._checked()
            if findings != (document.findings or []):
                acting(document).findings = findings or False
            if news:
                document._note_altered(news)
                if not known:
                    document._tell_managers()

    def _note_altered(self, news):
        _logger.warning("Document %s was altered: %s", self.verification_code, news)
        try:
            with self.env.cr.savepoint():
                self._note("altered", found=news)
        except Exception:
            # A journal that lost its count takes no further line; the findings stay.
            if self.env.cr.closed:
                raise
            _logger.warning("The journal of %s takes no line", self.verification_code)
            self.invalidate_recordset()

    def _tell_managers(self):
        """An activity for each manager of the centre de gestion, on what owns the
        document."""
        house = self.company_id
        owner = self._owner().with_context(lang=house.partner_id.lang or self.env.lang)
        if not owner or "activity_ids" not in owner._fields:
            return
        managers = self.env.ref(
            "bourse_mobilite.group_mobility_manager"
        ).all_user_ids.filtered(lambda user: user.active and house in user.company_ids)
        for manager in managers:
            owner.activity_schedule(
                "mail.mail_activity_data_warning",
                user_id=manager.id,
                summary=owner.env._(
                    "%s no longer matches its journal: look at it before anybody "
                    "relies on it.",
                    self.with_env(owner.env).display_name,
                ),
            )


class MobilityConvention(models.Model):
    _inherit = "mobility.convention"

    document_alert = fields.Text(
        compute="_compute_document_alert", groups="base.group_user"
    )

    @api.depends("document_ids.findings")
    @api.depends_context("lang")
    def _compute_document_alert(self):
        for convention in self:
            convention.document_alert = "\n".join(
                f"{document.display_name} (v{document.version}) : {document.alert}"
                for document in convention.document_ids
                if document.alert
            )
