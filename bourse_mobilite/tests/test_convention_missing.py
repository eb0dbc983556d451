"""What a draft still lacks: each item of the list leads to where it is mended; and what
the chatter keeps of the day the document is made."""

import json

from lxml import html

from odoo.tests import tagged

from .common import MobilityCase, MobilityHttpCase


@tagged("post_install", "-at_install")
class TestConventionMissing(MobilityCase):
    def setUp(self):
        super().setUp()
        self.offer.capacity = 3
        self.request = self.agreed_request()
        self.request.action_make_convention()
        self.convention = self.request._convention()

    def items(self):
        """``(text, model, id, field)`` of each item of the list."""
        links = html.fromstring(self.convention.missing_html).xpath("//li/a")
        self.assertEqual(
            len(links), len(html.fromstring(self.convention.missing_html).xpath("//li"))
        )
        for link in links:
            self.assertEqual(
                link.get("href"),
                f"/odoo/{link.get('data-model')}/{link.get('data-id')}",
            )
        return [
            (
                link.text,
                link.get("data-model"),
                int(link.get("data-id")),
                link.get("data-field"),
            )
            for link in links
        ]

    def test_what_is_filled_here_leads_to_its_field(self):
        convention = self.convention
        form = convention.with_user(self.adviser).get_view(False, "form")["arch"]
        for vals, field in (
            ({"functions_observed": False}, "functions_observed"),
            ({"place": False}, "place"),
            ({"tutor_id": False}, "tutor_id"),
            ({"host_signatory_id": False}, "host_signatory_id"),
            ({"employer_signatory_id": self.role_rh.id}, "employer_signatory_id"),
        ):
            kept = convention._convert_to_write(
                {name: convention[name] for name in vals}
            )
            convention.write(vals)
            self.role_rh.quality = "DRH"
            with self.subTest(field):
                (item,) = self.items()
                self.assertEqual(item[1:], (convention._name, convention.id, field))
                self.assertIn(f'name="{field}"', form)
            convention.write(kept)

    def test_what_is_filled_elsewhere_leads_there(self):
        self.host.company_registry = False
        self.role_authority.quality = False
        self.assertEqual(
            [item[1:] for item in self.items()],
            [
                ("res.partner", self.host.id, ""),
                ("mobility.role", self.role_authority.id, ""),
            ],
        )

    def test_the_chatter_says_what_was_made_and_nothing_secret(self):
        before = self.convention.message_ids
        self.frozen_convention(self.request)
        document = self.convention.document_id
        new = self.convention.message_ids - before
        (note,) = new.filtered(lambda one: "version 1" in (one.body or ""))
        for row in document.signatory_ids:
            self.assertIn(row.name.replace("'", "&#39;"), note.body)
        self.assertTrue(note.is_internal)
        self.assertFalse(note.partner_ids | note.notified_partner_ids)
        for word in ("http", "/convention/signer", "href", document.verification_code):
            self.assertNotIn(word, note.body)
        agent = self.convention.with_user(self.agent)
        self.assertNotIn(note.id, self.env["mail.message"].with_user(self.agent).search(
            [("model", "=", agent._name), ("res_id", "=", agent.id)]
        ).ids)  # fmt: skip

    def test_each_version_has_its_note(self):
        self.frozen_convention(self.request)
        self.convention.with_user(self.adviser).action_correct("Autre lieu")
        self.frozen_convention(self.request)
        bodies = " ".join(self.convention.message_ids.mapped("body"))
        self.assertIn("version 1", bodies)
        self.assertIn("version 2", bodies)


OPEN_ITEM = """
(async () => {
    const wait = async (find, what) => {
        for (let tries = 0; tries < 400; tries++) {
            const found = find();
            if (found) return found;
            await new Promise((ready) => setTimeout(ready, 50));
        }
        throw new Error(`never came: ${what}`);
    };
    const item = (field) => document.querySelector(`a[data-field="${field}"]`);
    const widget = (name) => document.querySelector(`.o_field_widget[name="${name}"]`);
    const focused = (name) => widget(name)?.contains(document.activeElement);
    await wait(() => item("place"), "the list");
    document.querySelector(".o_notebook .nav-link[name=own_form]").click();
    await wait(() => !widget("functions_observed"), "another page of the notebook");
    item("place").click();
    await wait(() => focused("place"), "the field of the form");
    item("functions_observed").click();
    await wait(() => focused("functions_observed"), "the field of a page");
    document.querySelector("a[data-model='res.partner']").click();
    await wait(
        () => [...document.querySelectorAll(".o_breadcrumb a, .breadcrumb-item a")]
            .find((one) => one.textContent.includes(%s)),
        "the way back"
    );
    await wait(() => widget("name"), "the organisation");
    console.log("test successful");
})().catch((error) => console.error(error.message));
"""


@tagged("post_install", "-at_install")
class TestMissingList(MobilityHttpCase):
    def test_each_item_leads_to_where_it_is_mended(self):
        request = self.agreed_request()
        request.action_make_convention()
        convention = request._convention()
        convention.write({"place": False, "functions_observed": False})
        self.host.company_registry = False
        self.browser_js(
            f"/odoo/mobility.convention/{convention.id}",
            OPEN_ITEM % json.dumps(convention.number),
            login=self.adviser.login,
            timeout=120,
        )
