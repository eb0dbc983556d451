"""The lists of campaigns and of solicitations, and the results of a campaign, cost the
same number of queries whatever their length."""

from lxml import etree

from odoo.tests import tagged, warmup

from ..models.guard import acting
from .solicitation_case import SolicitationCase, WeekCast

FEW, MANY = 5, 50


@tagged("post_install", "-at_install")
class TestSolicitationQueryCounts(WeekCast, SolicitationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        employers = cls._employers(MANY)
        weeks = cls.env["mobility.campaign"].browse()
        for employer in employers:
            weeks |= cls._week(employer)
        cls.weeks = acting(weeks.sudo())
        cls.weeks.write({"state": "sent", "sent_on": cls._today()})
        states = ("waiting", "yes", "later", "no", "bounced")
        cls.rows = acting(cls.env["mobility.solicitation"]).create(
            [
                {
                    "campaign_id": week.id,
                    "employer_id": employer.id,
                    "partner_id": employer.id,
                    "mailbox": employer.email,
                    "mailed_on": cls._today(),
                    "state": states[rank % len(states)],
                    "offer_id": cls.env["mobility.offer"]
                    .create(
                        {
                            "name": f"Place {rank}",
                            "host_id": employer.id,
                            "campaign_id": week.id,
                        }
                    )
                    .id,
                }
                for rank, (employer, week) in enumerate(
                    zip(employers, cls.weeks, strict=True)
                )
            ]
        )
        cls.long = cls._campaign(employers)
        acting(cls.long.sudo()).write({"state": "sent", "sent_on": cls._today()})
        cls.env.flush_all()

    def _fields(self, model, arch):
        return {
            node.get("name"): {"fields": {"display_name": {}}}
            if model._fields[node.get("name")].relational
            else {}
            for node in arch.iterchildren("field")
        }

    def _assert_same(self, records, view, queries):
        model = self.env[records._name].with_user(self.adviser)
        arch = model.get_view(self.env.ref(f"bourse_mobilite.{view}").id, "list")
        specification = self._fields(model, etree.fromstring(arch["arch"]))
        self.assertGreater(len(specification), 5)
        for count in (FEW, MANY):
            domain = [("id", "in", records[:count].ids)]
            self.env.flush_all()
            self.env.invalidate_all()
            model.search_count(domain)
            with self.subTest(rows=count), self.assertQueryCount(queries):
                found = model.web_search_read(domain, specification, limit=80)
            self.assertEqual(len(found["records"]), count)

    @warmup
    def test_campaigns(self):
        self._assert_same(self.weeks, "mobility_campaign_view_list", 5)

    @warmup
    def test_solicitations(self):
        self._assert_same(self.rows, "mobility_solicitation_view_list", 5)

    @warmup
    def test_the_results_of_a_campaign(self):
        """Its form, with an answer of few and of many employers."""
        model = self.env["mobility.campaign"].with_user(self.adviser)
        arch = etree.fromstring(model.get_view(False, "form")["arch"])
        (answers,) = arch.xpath("//field[@name='solicitation_ids']/list")
        specification = {
            node.get("name"): {}
            for node in arch.xpath("//field[not(ancestor::list)]")
            if node.get("name") in model._fields
        }
        rows = self.env["mobility.solicitation"]
        specification["solicitation_ids"] = {"fields": self._fields(rows, answers)}
        for count in (FEW, MANY):
            have = len(self.long.sudo().solicitation_ids)
            acting(rows).create(
                [
                    {
                        "campaign_id": self.long.id,
                        "employer_id": row.employer_id.id,
                        "partner_id": row.partner_id.id,
                        "mailbox": row.mailbox,
                        "mailed_on": row.mailed_on,
                        "state": row.state,
                    }
                    for row in self.rows[have:count]
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            model.search_count([("id", "=", self.long.id)])
            with self.subTest(rows=count), self.assertQueryCount(9):
                (read,) = model.browse(self.long.id).web_read(specification)
            self.assertEqual(len(read["solicitation_ids"]), count)
