"""The tables of signatures and the journal, on a screen of 1280 pixels."""

import json

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .change_case import SCAN, AvenantCase
from .common import MobilityHttpCase

# Every cell of the table is shown whole, and every button can be pressed.
WHOLE = """
(async () => {
    const until = async (found) => {
        for (let tries = 0; tries < 200 && !found(); tries++) {
            await new Promise((later) => setTimeout(later, 100));
        }
        return found();
    };
    const tab = await until(() => document.querySelector("a[name=%(tab)s]"));
    tab.click();
    const table = ".o_field_widget[name=%(field)s] .o_list_renderer";
    const row = `${table} tbody tr.o_data_row`;
    await until(() => document.querySelector(row));
    await new Promise((later) => setTimeout(later, 800));
    const cut = [...document.querySelectorAll(`${table} thead th, ${row} td`)]
        .filter((cell) => cell.scrollWidth > cell.clientWidth)
        .map((cell) => cell.innerText);
    const edge = document.querySelector(table).getBoundingClientRect().right;
    const out = [...document.querySelectorAll(`${row} button`)]
        .filter((button) => button.getBoundingClientRect().right > edge)
        .map((button) => button.innerText);
    const said = document.querySelector(table).innerText;
    const missing = %(wanted)s.filter((word) => !said.includes(word));
    if (cut.length || out.length || missing.length) {
        console.error(JSON.stringify({cut, out, missing, width: innerWidth}));
    } else {
        console.log("test successful");
    }
})();
"""


@tagged("post_install", "-at_install")
class TestSignaturesScreen(MobilityHttpCase):
    browser_size = "1280x900"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.host.name = "Office public de l’habitat des Deux Rivières"
        cls.role_authority_host.quality = "Directrice générale adjointe"

    def look(self, url, tab, field, *wanted):
        script = WHOLE % {"tab": tab, "field": field, "wanted": json.dumps(wanted)}
        self.browser_js(url, script, login=self.adviser.login, timeout=120)

    def test_every_cell_can_be_read(self):
        convention = self.frozen_convention()
        document = convention.document_id
        form = f"/odoo/mobility.convention/{convention.id}"
        wanted = [self.host.name, "Directrice générale adjointe"]
        self.look(form, "signatures", "signatory_ids", *wanted)
        for row in document.signatory_ids.sorted("step"):
            if row.role == "visa":
                row.with_user(self.adviser).action_give_visa()
            else:
                row._sign("code", {"identity": "link 1"}, row.name)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mobility_signatory SET signed_on = '2025-09-30' "
            "WHERE document_id = %s",
            [document.id],
        )
        self.env.invalidate_all()
        wanted += ["Lien et code", "Au centre de gestion", "2025"]
        self.look(form, "signatures", "signatory_ids", *wanted)
        file = f"/odoo/mobility-documents/{document.id}"
        self.look(file, "signatories", "signatory_ids", *wanted)


@tagged("post_install", "-at_install")
class TestAvenantVisa(AvenantCase):
    """The visa of an avenant is given as the one of a convention is."""

    def buttons(self, model):
        arch = self.env[model].with_user(self.adviser).get_view(False, "form")["arch"]
        return etree.fromstring(arch).xpath("//button[@name='action_give_visa']")

    def test_one_button_in_the_header_that_asks_first(self):
        (own,) = self.buttons("mobility.avenant")
        (its,) = self.buttons("mobility.convention")
        self.assertEqual(own.getparent().tag, "header")
        self.assertTrue(own.get("confirm"))
        for name in ("string", "confirm", "class"):
            self.assertEqual(own.get(name), its.get(name))

    def test_when_only_the_visa_is_left(self):
        avenant = self.moved()
        document = self.freeze(avenant)
        by_adviser = avenant.with_user(self.adviser)
        for row in document.signatory_ids.sorted("step"):
            if row.role != "visa":
                self.assertEqual(avenant.turn, "parties")
                with self.assertRaisesRegex(UserError, "does not wait for the visa"):
                    by_adviser.action_give_visa()
                row.sudo()._sign_on_paper(SCAN, "papier.pdf", self._today())
        self.assertEqual(avenant.turn, "cdg")
        for user in (self.agent, self.rh, self.internal):
            with self.assertRaises(AccessError):
                avenant.with_user(user).action_give_visa()
        said = by_adviser.action_give_visa()
        self.assertIn(self.adviser.name, said["params"]["message"])
        self.assertEqual(avenant.state, "signed")
        visa = document.signatory_ids.filtered(lambda row: row.role == "visa")
        self.assertEqual((visa.state, visa.method), ("signed", "portal"))
        with self.assertRaisesRegex(UserError, "does not wait for the visa"):
            by_adviser.action_give_visa()
