"""The avenants of a convention, on its page."""

from lxml import html

from odoo.tests import tagged

from ..reports import french
from .change_case import AvenantCase, ChangeCase
from .portal_case import PortalCase

PLACE = "9 rue Neuve, 60310 Lassigny"


@tagged("post_install", "-at_install")
class TestAvenantPortal(PortalCase):
    small_files = ChangeCase.small_files
    freeze = ChangeCase.freeze
    sign_all = ChangeCase.sign_all
    avenant = AvenantCase.avenant
    moved = AvenantCase.moved
    on_days = AvenantCase.on_days
    open_days = AvenantCase.open_days

    def setUp(self):
        super().setUp()
        self.offer.capacity = 9
        self.convention = self.frozen_convention()
        self.sign_all(self.convention.document_id)

    def opened(self, user, path=""):
        self.authenticate(user.login, user.login)
        return self.url_open(f"/my/conventions/{self.convention.id}{path}")

    def test_a_draft_is_shown_to_nobody(self):
        avenant = self.moved()
        page = self.opened(self.agent)
        self.assertEqual(page.status_code, 200)
        self.assertNotIn(avenant.name, page.text)
        path = f"/avenants/{avenant.id}/pdf"
        self.assertEqual(self.opened(self.agent, path).status_code, 404)

    def test_the_parties_read_what_changes(self):
        avenant = self.moved(reason="Le service déménage.")
        document = self.freeze(avenant)
        for user in (self.agent, self.rh, self.authority_host):
            page = self.opened(user)
            self.assertIn(avenant.name, page.text, user.name)
            self.assertIn(PLACE, page.text)
            self.assertIn("Le service déménage.", page.text)
            file = self.opened(user, f"/avenants/{avenant.id}/pdf")
            self.assertEqual(file.headers["Content-Type"], "application/pdf")
            self.assertEqual(file.headers["Cache-Control"], "private, no-store")
        self.assertTrue(document)

    def test_who_signs_it_finds_it_everywhere(self):
        document = self.freeze(self.moved())
        for user in (self.authority, self.agent):
            row = document.signatory_ids.filtered(
                lambda one, user=user: one.partner_id == user.partner_id
            )
            link = f'href="/my/signatures/lire?piece={row.id}"'
            self.sign_in(user)
            hub = self.page("/my/mobilite")
            self.assertShows(hub, link, document.display_name)
            self.assertHides(hub, "Aucune réponse n’est attendue de vous.")
            text = self.page(f"/my/conventions/{self.convention.id}")
            self.assertEqual(text.count(link), 2, "in the avenant, and below")
            self.assertHides(text, "plus rien à faire", "Rien à faire")
            row._sign("portal", {}, row.name)
            self.assertHides(self.page("/my/mobilite"), link)
            text = self.page(f"/my/conventions/{self.convention.id}")
            self.assertHides(text, link)
        self.sign_in(self.rh)
        self.assertHides(self.page("/my/mobilite"), "/my/signatures/lire")

    def test_the_table_says_its_new_days(self):
        days = self.open_days(4)
        document = self.freeze(self.on_days(days))
        self.sign_in(self.authority)
        table = self.page("/my/signatures")
        self.assertShows(
            table,
            document.display_name,
            self.convention.number,
            french.period(days[0], days[-1]),
            self.convention.place,
        )

    def test_the_visa_is_no_signature(self):
        avenant = self.moved()
        rows = self.freeze(avenant).signatory_ids
        visa = rows.filtered(lambda one: one.role == "visa")
        self.assertTrue(visa)
        wait = self.env["mobility.signatory"].sudo()
        said = avenant.with_user(self.agent)._portal_values(wait)["still_to_sign"]
        self.assertIn(self.authority.name, said)
        self.assertNotIn(visa.name, said)
        for row in rows - visa:
            row._sign("portal", {}, row.name)
        said = avenant.with_user(self.agent)._portal_values(wait)["still_to_sign"]
        self.assertEqual(said, "")

    def test_strangers_get_nothing(self):
        avenant = self.moved()
        self.freeze(avenant)
        for user in (self.agent2, self.rh_third, self.tutor):
            for path in ("", f"/avenants/{avenant.id}/pdf"):
                self.assertEqual(self.opened(user, path).status_code, 404, user.name)

    def test_an_avenant_is_only_found_under_its_own_convention(self):
        avenant = self.moved()
        self.freeze(avenant)
        other = self.frozen_convention(self.agreed_request(self.candidate2))
        self.authenticate(self.rh.login, self.rh.login)
        url = f"/my/conventions/{other.id}/avenants/{avenant.id}/pdf"
        self.assertEqual(self.url_open(url).status_code, 404)

    def essentials(self, user):
        """What the page of the convention says first, and the line above it."""
        root = html.fromstring(self.opened(user).text)
        (box,) = root.xpath("//main//dl[@lang='fr'][1]")
        rows = zip(box.xpath("dt"), box.xpath("dd"), strict=True)
        above = " ".join("".join(root.xpath("//p[@id='today']//text()")).split())
        return {dt.text: dd.text for dt, dd in rows}, above

    def test_what_an_avenant_has_changed_is_said_first(self):
        signed, above = self.essentials(self.agent)
        self.assertFalse(above, "nothing has changed")
        days = self.open_days(4)
        avenant = self.on_days(days)
        avenant.with_user(self.adviser).write(
            {"change_place": True, "place": PLACE, "service": "Voirie"}
        )
        document = self.freeze(avenant)
        self.assertEqual(self.essentials(self.agent), (signed, ""), "not signed yet")
        self.sign_all(document)
        self.assertTrue(avenant.applied_on)
        for user in (self.agent, self.rh, self.authority_host):
            today, above = self.essentials(user)
            self.assertIn(avenant.display_name, above)
            self.assertEqual(today["Quand ?"], french.period(days[0], days[-1]))
            self.assertEqual(today["Combien de jours ?"], "4 jours ouvrés")
            self.assertEqual(today["Où ?"], f"Voirie, {self.host.name}, {PLACE}")
            same = signed.keys() - {"Quand ?", "Combien de jours ?", "Où ?"}
            self.assertEqual({k: today[k] for k in same}, {k: signed[k] for k in same})
        listed = self.url_open("/my/conventions").text
        self.assertIn(french.period(days[0], days[-1]), listed)
        # What was signed is not written again.
        self.assertEqual(dict(self.convention.document_id.summary), signed)

    def test_another_tutor_and_an_earlier_end_are_said_first(self):
        signed, _above = self.essentials(self.agent)
        tutor = self.env["res.partner"].create(
            {"name": "Rose Tessier", "phone": "03 99 00 00 09"}
        )
        first = self.avenant(
            change_tutor=True, tutor_id=tutor.id, tutor_function="Cheffe de service"
        )
        self.sign_all(self.freeze(first))
        days = self.convention.request_id.day_ids.sorted("date").mapped("date")
        second = self.avenant(early_end=True, last_day=days[0], reason="Un imprévu.")
        self.sign_all(self.freeze(second))
        today, above = self.essentials(self.agent)
        self.assertIn(f"{first.display_name}, {second.display_name}", above)
        self.assertEqual(
            today["Avec qui ?"], "Rose Tessier, Cheffe de service, 03 99 00 00 09"
        )
        self.assertEqual(today["Quand ?"], french.period(days[0], days[0]))
        self.assertEqual(today["Combien de jours ?"], "1 jour ouvré")
        self.assertEqual(today["Où ?"], signed["Où ?"])
        (hosted,) = self.convention._portal_hosted(tutor)
        self.assertEqual((hosted["date_end"], hosted["days"]), (days[0], "1"))
