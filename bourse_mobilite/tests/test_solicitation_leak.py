"""Before the agent agrees, a host learns no name, employer, grade nor village: by
page, mail, RPC, attachment, count or id."""

import json

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .solicitation_pages_case import SolicitationPagesCase
from .test_access_fields import answer_of

_QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
_HOSTS = ("rh_host", "authority_host", "tutor", "rh", "agent2", "public")


@tagged("post_install", "-at_install")
class TestSolicitationLeak(SolicitationPagesCase):
    def setUp(self):
        super().setUp()
        self.env.company.mobility_solicitations_a_month = 20

    def _secrets(self):
        return (
            self.agent.name,
            "Aurélie",
            "Durand",
            self.agent.email,
            self.origin.name,
            "Origine-Test",
            self.candidate.commune_id.name,
            self.candidate.cadre_id.name,
            "Agent des services",
        )

    def test_no_mail_says_it(self):
        self.row._remind()
        self.row._answer("colleague", {"mailbox": "p.roy@commune_60350.example.org"})
        rows = self.env["mobility.solicitation"].search([])
        mails = (
            self.env["mail.mail"]
            .sudo()
            .search([("mobility_solicitation_id", "in", rows.ids)])
        )
        self.assertGreaterEqual(len(mails), 4)
        for mail in mails:
            self.assertHides(
                f"{mail.subject} {mail.body_html} {mail.headers}", *self._secrets()
            )
            self.assertFalse(mail.attachment_ids)
            # Not the name of the campaign either: staff may write anything there.
            self.assertHides(mail.body_html, self.campaign.name)

    def test_no_page_says_it(self):
        self.campaign.name = "Pour Aurélie Durand"
        urls = [
            self.url,
            *(
                f"{self.url}?choix={choice}"
                for choice in ("oui", "non", "plus-tard", "collegue")
            ),
            f"{self.url}/stop",
        ]
        texts = [self.page(url) for url in urls]
        answer = self.url_open(self.url, data={"choix": "oui", **self._place()})
        texts += [answer.text, self.page(self.url)]
        for text in texts:
            self.assertHides(text, *self._secrets())
        self.sign_in(self.rh_host)
        for url in ("/my", "/my/mobilite", "/my/offres", "/my/demandes"):
            self.assertHides(self.page(url), *self._secrets())

    def test_two_agents_whose_profile_is_the_same_read_the_same(self):
        """Everything that the host reads is equal, whichever of the five it is."""
        other = self._hide_in_a_crowd(1)
        other.partner_id.name = "Zacharie Zola"
        pages, employer = [], self._employers(1)
        for agent in (self.candidate, other):
            row = self._row(employer, self._campaign(employer, agent))
            url = self._url(row)
            pages.append(self.page(url).replace(url, ""))
        first, second = pages
        self.assertEqual(
            _without_tokens(first), _without_tokens(second), "something differs"
        )

    def test_the_lines_of_a_session_are_in_no_order_of_the_files(self):
        agents = self.candidate | self.candidate2
        profiles = [
            self._row(self.third, self._campaign(self.third, some)).profile
            for some in (agents, agents[::-1])
        ]
        self.assertEqual(*profiles)
        self.assertEqual(profiles[0].split("\n"), sorted(profiles[0].split("\n")))

    @mute_logger(*_QUIET)
    def test_nobody_outside_reads_by_rpc(self):
        self.row._answer("yes", {"title": "Accueil", "capacity": 1})
        models = ("mobility.campaign", "mobility.solicitation", "mobility.proposal",
                  "mobility.campaign.preview")  # fmt: skip
        for role in (*_HOSTS, "internal"):
            user = getattr(self, role)
            for model in models:
                records = self.env[model].with_user(user)
                for method in ("read", "write", "create", "unlink"):
                    self.assertFalse(records.has_access(method), (model, role))
                for probe in (
                    lambda records=records: records.search_count([]),
                    lambda records=records: records.search([]).ids,
                    lambda records=records: records.name_search("C"),
                    lambda records=records: records.formatted_read_group(
                        [], [], ["__count"]
                    ),
                ):
                    with self.assertRaises(AccessError, msg=(model, role)):
                        probe()

    @mute_logger(*_QUIET)
    def test_the_host_reads_the_same_whoever_it_is_for(self):
        """All that the host can read of its offer, of contacts, messages and files is
        the same with and without the agent in the campaign."""
        seen = []
        self.row._answer("yes", {"title": "Accueil", "capacity": 1})
        offer = self.row.offer_id
        proposals = self.env["mobility.proposal"].search([("offer_id", "=", offer.id)])
        self.assertTrue(proposals)
        for role in ("rh_host", "authority_host", "tutor"):
            seen = []
            with self.env.cr.savepoint() as savepoint:
                for _with in (True, False):
                    seen.append(self._all_that_is_read(role))
                    self.env.cr.execute(
                        "DELETE FROM mobility_proposal WHERE offer_id = %s", [offer.id]
                    )
                    self.env.cr.execute(
                        "DELETE FROM mobility_campaign_mobility_candidate_rel"
                    )
                    self.env.invalidate_all()
                savepoint.rollback()
            self.env.invalidate_all()
            self.assertEqual(*seen, role)
            self.assertHides(json.dumps(seen[0], ensure_ascii=False), *self._secrets())

    def _all_that_is_read(self, role):
        user = getattr(self, role)
        seen = {}
        for model in ("mobility.offer", "res.partner", "mail.message",
                      "ir.attachment", "mobility.request"):  # fmt: skip
            self.env.invalidate_all()
            records = self.env[model].with_user(user)
            for name in records.fields_get():
                seen[f"{model}.{name}"] = answer_of(
                    lambda records=records, name=name: (
                        records.search([], order="id").read([name])
                    )
                )
        return seen

    @mute_logger(*_QUIET)
    def test_staff_of_another_centre_read_nothing(self):
        company = self.env["res.company"].create({"name": "CDG d'ailleurs"})
        self.adviser.write(
            {"company_ids": [(6, 0, company.ids)], "company_id": company.id}
        )
        for model in ("mobility.campaign", "mobility.solicitation"):
            found = self.env[model].with_user(self.adviser).search([])
            self.assertFalse(found.filtered(lambda one: one.company_id != company))
        with self.assertRaises(AccessError):
            self.row.with_user(self.adviser).read(["profile"])

    def test_what_must_be_avoided_changes_nothing(self):
        """The campaign of an agent with restrictions is the one of an agent without."""
        self.candidate.target_metier_ids = self.offer.metier_id
        seen = []
        for restrictions in ([], self.env["mobility.condition"].search([]).ids):
            self.candidate.restriction_ids = [(6, 0, restrictions)]
            with self.env.cr.savepoint() as savepoint:
                campaign = self._campaign(self.third)
                campaign.action_find_employers()
                row = self._row(self.host, campaign)
                row._answer("yes", {"title": "Accueil", "capacity": 1})
                proposal = self.env["mobility.proposal"].search(
                    [("offer_id", "=", row.offer_id.id)]
                )
                seen.append(
                    (
                        campaign.employer_ids.ids,
                        row.profile,
                        proposal.score,
                        proposal.points,
                        proposal.facts,
                    )
                )
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertEqual(*seen)


def _without_tokens(text):
    """The page without what Odoo draws anew each time."""
    return [line for line in text.splitlines() if "csrf_token" not in line]
