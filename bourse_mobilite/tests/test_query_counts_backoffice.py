"""Opening a list costs the same number of queries whatever its length."""

from lxml import etree

from odoo import Command
from odoo.tests import tagged, warmup

from ..models.guard import acting
from .common import MobilityCase
from .many_documents import many_documents

FEW, MANY = 5, 50


@tagged("post_install", "-at_install")
class TestQueryCountsBackOffice(MobilityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.people = cls.env["res.partner"].create(
            [{"name": f"Agent {rank:02d}"} for rank in range(MANY)]
        )
        cls.employers = cls.env["res.partner"].create(
            [
                {
                    "name": f"Employeur {rank:02d}",
                    "is_company": True,
                    "mobility_employer_kind": "epa",
                    "mobility_commune_id": cls.origin.mobility_commune_id.id,
                }
                for rank in range(2 * MANY)
            ]
        )
        # No host is an employer of origin: rows never share a contact by chance.
        cls.origins, cls.hosts = cls.employers[:MANY], cls.employers[MANY:]
        cls.candidates = cls.env["mobility.candidate"].create(
            [
                {
                    "partner_id": person.id,
                    "employer_id": employer.id,
                    "cadre_id": cls.candidate.cadre_id.id,
                    "commune_id": cls.candidate.commune_id.id,
                    "adviser_id": cls.adviser.id,
                    "target_metier_ids": [Command.set(cls.offer.metier_id.ids)],
                }
                for person, employer in zip(cls.people, cls.origins, strict=True)
            ]
        )
        cls.offers = cls.env["mobility.offer"].create(
            [
                {
                    "name": f"Offre {rank:02d}",
                    "host_id": host.id,
                    "metier_id": cls.offer.metier_id.id,
                }
                for rank, host in enumerate(cls.hosts)
            ]
        )
        cls.offers.action_publish()
        cls.roles = cls.env["mobility.role"].create(
            [
                {
                    "partner_id": person.id,
                    "employer_id": employer.id,
                    "kind": "authority",
                    "quality": "Président",
                }
                for person, employer in zip(cls.people, cls.origins, strict=True)
            ]
        )
        days = cls._asked_days()
        cls.requests = cls.env["mobility.request"].create(
            [
                {
                    "candidate_id": candidate.id,
                    "offer_id": offer.id,
                    "source": "portal",
                    "motivation": "Découvrir",
                    "date_start": days[0],
                    "date_end": days[-1],
                }
                for candidate, offer in zip(cls.candidates, cls.offers, strict=True)
            ]
        )
        cls.requests.action_submit()
        cls.requests.action_employer_accept()
        cls.requests.action_host_accept()
        for immersion in cls.requests:
            immersion.action_make_convention()
        cls.conventions = cls.requests.convention_ids
        cls.env.flush_all()

    def _specification(self, model, view):
        """What the web client reads for this list, hidden columns included."""
        arch = etree.fromstring(model.get_view(view.id, "list")["arch"])
        specification = {}
        for node in arch.iterchildren("field"):
            name = node.get("name")
            field = model._fields[name]
            specification[name] = (
                {"fields": {"display_name": {}}} if field.relational else {}
            )
        self.assertGreater(len(specification), 3)
        return specification

    def _assert_same(self, records, view, queries):
        """Reading few rows and many rows takes exactly ``queries`` queries."""
        model = self.env[records._name].with_user(self.adviser)
        view = self.env.ref(f"bourse_mobilite.{view}")
        specification = self._specification(model, view)
        self.env.flush_all()
        for count in (FEW, MANY):
            domain = [("id", "in", records[:count].ids)]
            # What the reader costs (rights, company, languages) is not the list's.
            model.web_search_read(domain, specification)
            self.env.invalidate_all()
            model.search_count(domain)
            with self.subTest(rows=count), self.assertQueryCount(queries):
                before = self.env.cr.sql_log_count
                found = model.web_search_read(domain, specification, limit=80)
                measured = self.env.cr.sql_log_count - before
            self.assertEqual(len(found["records"]), count)
            if self.warm:
                self.assertEqual(measured, queries)

    @warmup
    def test_requests(self):
        self._assert_same(self.requests, "mobility_request_view_list", 16)

    @warmup
    def test_requests_whose_convention_is_signed(self):
        documents = many_documents(self.env, MANY, self.adviser)
        requests = documents.convention_id.request_id
        self.assertEqual(
            set(requests.mapped("todo_words")), {"Convention: to be signed"}
        )
        self._assert_same(requests, "mobility_request_view_list", 15)

    @warmup
    def test_conventions(self):
        self._assert_same(self.conventions, "mobility_convention_view_list", 7)

    @warmup
    def test_conventions_to_sign(self):
        conventions = many_documents(self.env, MANY, self.adviser).convention_id
        self.assertEqual(set(conventions.mapped("signing_turn")), {"signatures"})
        self._assert_same(conventions, "mobility_convention_view_list", 13)

    @warmup
    def test_signatories_of_a_convention(self):
        """Opening the form: the same for two signatories and for many."""
        convention = many_documents(self.env, 1, self.adviser).convention_id
        rows = convention.signatory_ids
        arch = etree.fromstring(
            self.env["mobility.convention"]
            .with_user(self.adviser)
            .get_view(False, "form")["arch"]
        )
        (node,) = arch.xpath("//field[@name='signatory_ids']/list")
        names = [one.get("name") for one in node.iterchildren("field")]
        self.assertIn("remind_on", names)
        specification = {"signatory_ids": {"fields": {name: {} for name in names}}}
        counts = []
        for copies in (0, MANY):
            for rank in range(copies):
                acting(rows[0]).copy({"sequence": 20 + rank})
            self.env.flush_all()
            for _time in range(2):
                self.env.invalidate_all()
                act = convention.with_user(self.adviser)
                before = self.env.cr.sql_log_count
                (read,) = act.web_read(specification)
                count = self.env.cr.sql_log_count - before
            self.assertEqual(len(read["signatory_ids"]), 2 + copies)
            counts.append(count)
        self.assertEqual(*counts)

    @warmup
    def test_batches(self):
        batches = acting(self.env["mobility.batch"]).create(
            [
                {
                    "kind": "freeze",
                    "company_id": self.env.company.id,
                    "user_id": self.adviser.id,
                    "line_ids": [
                        Command.create({"convention_id": convention.id})
                        for convention in self.conventions[:2]
                    ],
                }
                for _rank in range(MANY)
            ]
        )
        self._assert_same(batches, "mobility_batch_view_list", 5)

    @warmup
    def test_offers(self):
        self._assert_same(self.offers, "mobility_offer_view_list", 7)

    @warmup
    def test_candidates(self):
        self._assert_same(self.candidates, "mobility_candidate_view_list", 12)

    @warmup
    def test_employers(self):
        self._assert_same(self.employers, "res_partner_view_employer_list", 4)

    @warmup
    def test_roles(self):
        self._assert_same(self.roles, "mobility_role_view_list", 4)
