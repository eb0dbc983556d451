"""The employer that corrects its ordre de mission: on its page, or from the link by
which it is signed."""

from odoo.tests import tagged

from ..reports import french
from . import test_sign_axe
from .papers_case import PaperCase
from .sign_case import SignCase
from .test_portal_axe import axe_source

REASON = "Le trajet n’est pas prévu."


class OrderPageCase(SignCase):
    ordered = PaperCase.ordered
    sealed = PaperCase.sealed
    signed = PaperCase.signed
    sign_all = PaperCase.sign_all
    seal = PaperCase.seal
    pass_by = PaperCase.pass_by
    small_papers = PaperCase.small_papers
    move_to = PaperCase.move_to

    def setUp(self):
        super().setUp()
        self.sign_all(self.act.document_id)
        self.seal(self.act.document_id)
        self.pass_by()
        self.order = self.act._papers("mission_order")
        self.signature = self.order.signatory_ids
        self.by_link = self._link(self.signature)
        self.path = f"/my/conventions/{self.act.id}"
        self.form_path = f"{self.path}/ordres/{self.order.id}"

    def refuse(self):
        self.signature._refuse(REASON, {"identity": "test"})
        self.env.flush_all()

    def corrected(self, response):
        """What the form made."""
        self.env.invalidate_all()
        self.assertEqual(response.status_code, 200)
        made = self.act._papers("mission_order")
        self.assertEqual((made.version, self.order.state), (2, "replaced"))
        return made

    def said(self, **values):
        return {
            "own_vehicle": "yes",
            "transport": "Train",
            "residence": "",
            "reason": "Le véhicule est permis",
            **values,
        }


@tagged("post_install", "-at_install")
class TestOrderPage(OrderPageCase):
    def test_who_signed_the_convention_still_signs_its_order(self):
        link = f'href="/my/signatures/lire?piece={self.signature.id}"'
        self.sign_in(self.authority)
        text = self.page(self.path)
        self.assertShows(text, link)
        self.assertHides(text, "plus rien à faire")
        hub = self.page("/my/mobilite")
        self.assertShows(hub, link, self.order.display_name)
        self.assertHides(hub, f'href="{self.path}"')
        table = self.page("/my/signatures")
        self.assertShows(
            table,
            self.act.candidate_name,
            french.period(self.act.date_start, self.act.date_end),
            self.act.place,
        )
        self.assertHides(table, "Emploi occupé")
        self.signature._sign("portal", {}, self.signature.name)
        self.assertShows(self.page(self.path), "vous n’avez plus rien à faire")
        self.assertHides(self.page("/my/mobilite"), "/my/signatures/lire")
        # The agent has nothing to sign.
        self.sign_in(self.agent)
        self.assertShows(self.page(self.path), "vous n’avez plus rien à faire")

    def test_who_reads_of_a_refusal_and_who_may_correct(self):
        self.refuse()
        for user, reads, corrects in (
            (self.authority, True, True),
            (self.rh, True, True),
            (self.agent, True, False),
            (self.rh_host, False, False),
            (self.authority_host, False, False),
        ):
            self.sign_in(user)
            text = self.page(self.path)
            with self.subTest(user=user.login):
                self.assertEqual(REASON in text, reads)
                self.assertEqual(self.form_path in text, corrects)
            if not corrects:
                response = self.url_open(self.form_path, allow_redirects=False)
                self.assertEqual(response.status_code, 303)
                response = self.post(self.form_path, self.said(), timeout=60)
                self.assertEqual(self.order.state, "refused")
        for user in (self.rh_third, self.agent2, self.tutor):
            self.sign_in(user)
            self.page(self.form_path, status=404)
            self.assertEqual(
                self.post(self.form_path, self.said()).status_code, 404, user.login
            )
        self.env.invalidate_all()
        self.assertEqual(self.order.state, "refused")

    def test_an_agent_who_speaks_for_the_employer_does_not_correct_their_own(self):
        self._cast_role(self.agent, self.origin, "hr")
        self.sign_in(self.agent)
        self.assertHides(self.page(self.path), self.form_path)
        self.post(self.form_path, self.said())
        self.env.invalidate_all()
        self.assertEqual(self.order.state, "to_sign")

    def test_corrected_by_the_employer(self):
        self.refuse()
        self.sign_in(self.rh)
        self.assertShows(self.page(self.form_path), REASON, self.authority.name)
        made = self.corrected(self.send(self.form_path, self.said()))
        self.assertEqual(made.particulars, {"own_vehicle": "yes", "transport": "Train"})
        self.assertEqual(made.signatory_ids.partner_id, self.authority.partner_id)
        line = made.journal_ids.filtered(lambda one: one.event == "frozen")
        self.assertEqual(line.user_id, self.rh)
        # A second click, or the address kept in a tab: where it stands, no error.
        response = self.url_open(self.form_path, allow_redirects=False)
        self.assertEqual(response.status_code, 303)

    def test_nothing_typed_is_lost(self):
        self.sign_in(self.authority)
        for wrong in (
            {"reason": "   "},
            {"transport": "x" * 201},
            {"own_vehicle": "peut-être"},
            {"reason": "é" * 5001},
        ):
            typed = self.said(residence="Noyon-le-Vieux", **wrong)
            response = self.post(self.form_path, typed)
            with self.subTest(wrong=list(wrong)):
                self.assertShows(response.text, 'role="alert"', "Noyon-le-Vieux")
                self.assertIn("Train" if "transport" not in wrong else "xxx",
                              response.text)  # fmt: skip
        self.env.invalidate_all()
        self.assertEqual(self.order.state, "to_sign")

    def test_hostile_words(self):
        self.sign_in(self.authority)
        bad = "<script>alert(1)</script>"
        response = self.post(
            self.form_path, self.said(transport=bad, residence=bad, reason="")
        )
        self.assertNoMarkup(response.text, bad)
        made = self.corrected(
            self.post(self.form_path, self.said(transport=bad, reason=bad))
        )
        self.assertEqual(made.particulars["transport"], bad)
        self.sign_in(self.authority)
        self.assertNoMarkup(self.page(self.path), bad)

    def test_the_way_there_from_the_table_of_signatures(self):
        self.sign_in(self.authority)
        text = self.page(f"/my/signatures/lire?piece={self.signature.id}")
        self.assertShows(text, self.form_path)
        # A convention has no such form.
        self.assertHides(
            self.page(f"/my/signatures/lire?piece={self.row.id}"), "/ordres/"
        )

    def test_who_refused_and_comes_back(self):
        self.sign_in(self.authority)
        self.send(f"/my/signatures/{self.signature.id}/refuser", {"reason": REASON})
        self.env.invalidate_all()
        self.assertEqual(self.order.state, "refused")
        text = self.page(f"/my/signatures/lire?piece={self.signature.id}")
        self.assertShows(text, 'role="status"', self.form_path)
        self.assertShows(self.page(self.path), REASON, self.form_path)
        # The link is closed: it tells, and corrects nothing.
        text = self.url_open(self.by_link).text
        self.assertShows(text, 'role="status"')
        self.assertHides(text, f"{self.by_link}/ordre")


@tagged("post_install", "-at_install")
class TestOrderByLink(OrderPageCase):
    def test_corrected_without_an_account(self):
        self.assertShows(self.page(self.by_link), f"{self.by_link}/ordre")
        (form,) = self.forms(f"{self.by_link}/ordre")
        data = {**dict(form.form_values()), **self.said(own_vehicle="no")}
        response = self.url_open(form.action, data=data, allow_redirects=False)
        self.assertEqual(response.status_code, 303)
        self.assertTrue(response.headers["Location"].endswith(self.by_link))
        self.env.invalidate_all()
        made = self.act._papers("mission_order")
        self.assertEqual((made.version, made.particulars["own_vehicle"]), (2, "no"))
        # The first link says where the next one is, and no longer corrects.
        self.assertHides(self.url_open(self.by_link).text, f"{self.by_link}/ordre")
        self.url_open(f"{self.by_link}/ordre", data=self.said())
        self.env.invalidate_all()
        self.assertEqual(self.act._papers("mission_order"), made)

    def test_only_by_the_link_of_who_signs_it(self):
        convention = self._link(self._row(self._other_act(), self.authority))
        for url in (convention, "/convention/signer/zzz"):
            for data in (None, self.said()):
                response = self.url_open(
                    f"{url}/ordre", data=data, allow_redirects=False
                )
                with self.subTest(url=url, data=bool(data)):
                    self.assertEqual(response.status_code, 303)
        self.env["mobility.link"]._revoke_for(self.signature)
        self.url_open(f"{self.by_link}/ordre", data=self.said())
        self.env.invalidate_all()
        self.assertEqual(self.order.state, "to_sign")

    def test_nothing_typed_is_lost(self):
        response = self.url_open(f"{self.by_link}/ordre", data=self.said(reason=""))
        self.assertShows(response.text, 'role="alert"', 'value="Train"')
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        self.env.invalidate_all()
        self.assertEqual(self.order.state, "to_sign")


@tagged("post_install", "-at_install")
class TestOrderAxe(OrderPageCase):
    look = test_sign_axe.TestSigningAxe.look

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.axe = axe_source()

    def test_the_pages(self):
        self.look(None, self.by_link, f"{self.by_link}/ordre")
        self.refuse()
        self.look(self.rh, self.path, self.form_path)
        self.look(self.agent, self.path)
