"""No mail that a manager rewrites leads or looks elsewhere: see also
``tests/test_rules_letter_addresses.py``."""

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MobilityCase

LINK = '<a t-att-href="url">Répondre</a>'


@tagged("post_install", "-at_install")
class TestMailAddresses(MobilityCase):
    def setUp(self):
        super().setUp()
        lang = self.rh.partner_id._mobility_lang()
        self.template = (
            self.env.ref("bourse_mobilite.mail_answer_awaited")
            .with_user(self.manager)
            .with_context(lang=lang)
        )

    def test_what_leads_or_looks_elsewhere_is_refused_and_named(self):
        kept = self.template.subject, self.template.body_html
        for values, named in (
            ({"body_html": f'<img src="http://espion.fr/1.gif"/>{LINK}'}, "espion.fr"),
            ({"body_html": f'<a href="https://piege.fr">a</a>{LINK}'}, "piege.fr"),
            ({"body_html": f"<p>Voir www.piege.fr</p>{LINK}"}, "www.piege.fr"),
            ({"body_html": f"<a t-att-href=\"'//piege.fr'\">a</a>{LINK}"}, "piege"),
            ({"body_html": f'<a t-att-href="agent">a</a>{LINK}'}, "agent"),
            (
                {"body_html": f'<p t-if="not url"><img src="//e.fr/1"/></p>{LINK}'},
                "e.fr",
            ),
            ({"subject": "Voir https://piege.fr"}, "piege.fr"),
        ):
            with (
                self.subTest(values=values),
                mute_logger("odoo.addons.base.models.ir_qweb"),
                self.assertRaises(ValidationError) as refusal,
                self.env.cr.savepoint(),
            ):
                self.template.write(values)
            self.assertIn(named, refusal.exception.args[0])
            self.env.invalidate_all()
            self.assertEqual((self.template.subject, self.template.body_html), kept)

    def test_a_translation_too(self):
        lang = self.rh.partner_id._mobility_lang()
        with self.assertRaises(ValidationError) as refusal, self.env.cr.savepoint():
            self.template.update_field_translations(
                "body_html",
                {lang: f'<img src="http://espion.fr/1.gif"/>{LINK}'},
            )
        self.assertIn("espion.fr", refusal.exception.args[0])

    def test_our_site_and_the_law_may_be_named(self):
        site = self.template.get_base_url()
        body = (
            f'<p><a href="{site}/immersions">Les offres</a>, '
            '<a href="https://www.legifrance.gouv.fr/jorf">le décret</a>, '
            f'<a href="mailto:cdg@cdg.fr">nous écrire</a></p>{LINK}'
        )
        self.template.body_html = body
        self.assertIn("legifrance", self.template.mobility_preview)

    def test_each_of_ours_leads_nowhere_else(self):
        for lang, _name in self.env["res.lang"].get_installed():
            ours = self.env["mail.template"].with_context(lang=lang)
            for template in ours.search([("mobility_event", "!=", False)]):
                with self.subTest(event=template.mobility_event, lang=lang):
                    self.assertFalse(template._mobility_problems())

    def test_a_list_of_links_stays_in_the_text(self):
        many = self.env.ref("bourse_mobilite.mail_sign_reminders")
        many = many.with_user(self.manager).with_context(**self.template.env.context)
        many.body_html = "<p>Bonjour</p><div>{{ links }}</div>"
        self.assertIn("<li>", many.mobility_preview)
        for values in (
            {"body_html": f"<p>Sans la liste</p>{LINK}"},
            {"subject": "Vos liens : {{ links }}"},
        ):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                many.write(values)
