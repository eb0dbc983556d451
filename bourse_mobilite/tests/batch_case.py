"""Conventions that are made together; their PDFs are one small page."""

from contextlib import contextmanager
from unittest.mock import patch

from .common import MobilityCase, small_pdf


class BatchCase(MobilityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offer.capacity = 50
        model = cls.env.registry["mobility.convention"]
        cls.startClassPatcher(
            patch.object(
                model,
                "_render_pdfs",
                lambda acts, editions=None: {
                    act.id: small_pdf(act.number) for act in acts
                },
            )
        )

    def drafts(self, count):
        """A draft for as many new agents, as the adviser sees them."""
        acts = self.env["mobility.convention"]
        for rank in range(count):
            person = self.env["res.partner"].create(
                {"name": f"Agent {rank}", "email": f"agent.{rank}@example.org"}
            )
            file = self.env["mobility.candidate"].create(
                {
                    "partner_id": person.id,
                    "adviser_id": self.adviser.id,
                    "employer_id": self.origin.id,
                    "cadre_id": self.candidate.cadre_id.id,
                    "commune_id": self.origin.mobility_commune_id.id,
                }
            )
            request = self.agreed_request(file)
            request.action_make_convention()
            acts |= request._convention()
        return acts.with_user(self.adviser)

    def signed_drafts(self, count):
        """As many conventions where only the visa is left."""
        acts = self.drafts(count)
        acts.action_freeze()
        for row in acts.signatory_ids.filtered(lambda row: row.role == "signature"):
            row._sign("portal", {}, row.name)
        return acts

    def batch_of(self, action):
        self.assertEqual(action["res_model"], "mobility.batch")
        batch = self.env["mobility.batch"].browse(action["res_id"])
        self.assertTrue(batch)
        return batch

    @contextmanager
    def _without_commit(self, time_left=None):
        """The cursor of a test cannot commit; ``said`` keeps what the cron would."""
        left = iter(time_left or ())
        self.said = []

        def commit(cron, processed=0, *, remaining=None, deactivate=False):
            cron.env.flush_all()
            cron.env.invalidate_all()
            self.said.append((processed, remaining))
            return next(left, 100) if processed else 100

        with patch.object(self.env.registry["ir.cron"], "_commit_progress", commit):
            yield

    def cron(self, **options):
        with self._without_commit(**options):
            self.env["mobility.batch"]._cron_run()

    def statuses(self, batch):
        batch.invalidate_recordset()
        return {line.convention_id.id: line.status for line in batch.line_ids}
