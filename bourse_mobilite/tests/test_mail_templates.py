"""A manager rewrites the mails, with words to fill in and nothing else."""

import html

from lxml import etree

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import MobilityCase

_QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
LINK = '<a t-att-href="url">Répondre</a>'


@tagged("post_install", "-at_install")
class TestMailTemplates(MobilityCase):
    def setUp(self):
        super().setUp()
        self.rh.partner_id.email = "claire.petit@personne.example.org"
        self.awaited = self.env.ref("bourse_mobilite.mail_answer_awaited")
        self.stopped = self.env.ref("bourse_mobilite.mail_stopped")
        self.ours = self.env["mail.template"].search([("mobility_event", "!=", False)])

    def _as(self, user, template=None):
        """The template as this person opens it, in the language of the mails."""
        lang = self.rh.partner_id._mobility_lang()
        return (template or self.awaited).with_user(user).with_context(lang=lang)

    def _mail_to(self, user):
        mails = self.env["mail.mail"].sudo().search([], order="id desc")
        return mails.filtered(lambda mail: user.email in mail.email_to)[:1]

    def test_one_template_for_each_event(self):
        events = dict(self.ours._fields["mobility_event"].selection)
        self.assertCountEqual(self.ours.mapped("mobility_event"), events)
        self.assertGreater(len(events), 10)

    def test_each_can_be_sent_in_each_language(self):
        for lang, _name in self.env["res.lang"].get_installed():
            for template in self.ours.with_context(lang=lang):
                with self.subTest(event=template.mobility_event, lang=lang):
                    template._check_mobility_text()
                    shown = template.mobility_preview
                    self.assertIn("Claire Petit", shown)
                    self.assertNotIn("{{", shown)
                    self.assertNotIn("t-if", shown)
                    for word in template._mobility_vocabulary():
                        self.assertIn(f"{{{{ {word} }}}}", template.mobility_words)

    def test_the_text_that_all_threads_share_is_left_as_it_is(self):
        """To compile a tree takes it apart: half of it would be gone for the next."""
        qweb, text = self.env["ir.qweb"], self.awaited.body_html
        words = dict.fromkeys(self.awaited._mobility_vocabulary(), "mot")
        self.env.registry.clear_cache("templates")
        tree, _compiled = qweb._mobility_parsed(text)
        before = etree.tostring(tree)
        first = qweb._mobility_fill(text, words)
        self.assertIn("mot", first)
        self.assertEqual(etree.tostring(tree), before)
        self.assertEqual(qweb._mobility_fill(text, words), first)

    def test_what_a_manager_writes_is_what_the_next_mail_says(self):
        with Form(
            self._as(self.manager), view="bourse_mobilite.mail_template_view_form"
        ) as form:
            form.subject = "Du nouveau pour {{ agent }}"
            form.body_html = f"<p>Bonjour {{{{ person }}}} et {{{{host}}}}.</p>{LINK}"
        self.submitted_request()
        mail = self._mail_to(self.rh)
        self.assertEqual(mail.subject, f"Du nouveau pour {self.agent.name}")
        self.assertIn(
            f"<p>Bonjour {self.rh.name} et {self.host.name}.</p>",
            html.unescape(mail.body_html),
        )
        self.assertRegex(mail.body_html, r'<a href="http[^"]+/demande/decider/')

    def test_the_original_text_comes_back(self):
        template = self._as(self.manager, self.stopped)
        first = template.subject, template.body_html
        template.subject = "Autre chose"
        template.body_html = "<p>Autre chose</p>"
        self.assertNotEqual((template.subject, template.body_html), first)
        template.action_mobility_original()
        self.assertEqual((template.subject, template.body_html), first)
        self.assertEqual(template.mobility_event, "stopped")
        self.assertTrue(template.active)

    def test_a_text_that_could_not_be_sent_is_refused(self):
        template = self._as(self.manager)
        kept = template.subject, template.body_html
        for values, told in (
            ({"subject": "{{ agnet }}"}, "agnet"),
            ({"subject": "{{ agent"}, "{{ agent"),
            ({"subject": "  "}, ""),
            ({"subject": "{{ object.candidate_id.restriction_ids }}"}, "object"),
            ({"subject": "{{ env }}"}, "env"),
            ({"body_html": ""}, ""),
            ({"body_html": "<p> </p>"}, ""),
            ({"body_html": f"<p>{{{{ env['res.users'] }}}}</p>{LINK}"}, "env"),
            ({"body_html": f'<p t-out="object.name"/>{LINK}'}, "object.name"),
            ({"body_html": f'<p t-out="agent.upper()"/>{LINK}'}, "agent.upper()"),
            ({"body_html": f'<p t-foreach="agent" t-as="a"/>{LINK}'}, "t-foreach"),
            ({"body_html": f'<t t-call="web.login"/>{LINK}'}, "t-call"),
            ({"body_html": f'<p t-set="agent" t-value="1"/>{LINK}'}, "t-set"),
            ({"body_html": f'<p t-elif="agent">a</p>{LINK}'}, ""),
            ({"body_html": f'<a href="{{{{ url }}}}">a</a>{LINK}'}, "{{ url }}"),
            # Not without its link, not even for some readers.
            ({"body_html": "<p>Bonjour {{ person }}.</p>"}, ""),
            ({"body_html": f"<div t-if=\"agent == 'x'\">{LINK}</div>"}, ""),
            ({"body_html": f'<div t-if="not url">{LINK}</div>'}, ""),
        ):
            with (
                self.subTest(values=values),
                mute_logger("odoo.addons.base.models.ir_qweb"),
                self.assertRaises(ValidationError) as refusal,
                self.env.cr.savepoint(),
            ):
                template.write(values)
            self.assertIn(told, refusal.exception.args[0])
            self.env.invalidate_all()
            self.assertEqual((template.subject, template.body_html), kept)

    def test_a_branch_without_the_link_is_found(self):
        reminder = self._as(
            self.manager, self.env.ref("bourse_mobilite.mail_decision_reminder")
        )
        with self.assertRaises(ValidationError):
            reminder.body_html = f"<div t-if=\"stage != 'today'\">{LINK}</div><p>a</p>"
        reminder.body_html = f"<div t-if=\"stage != 'today'\">a</div><p>{LINK}</p>"

    def test_a_mail_without_a_link_may_have_none(self):
        template = self._as(self.manager, self.stopped)
        template.body_html = "<p>C'est fini.</p>"
        self.assertEqual(template.mobility_preview, "<p>C'est fini.</p>")

    def test_the_preview_shows_each_case_once(self):
        for name, cases in (
            ("mail_decision_reminder", 3),
            ("mail_answer_made", 3),
            ("mail_all_agreed", 2),
            ("mail_ended", 3),
            ("mail_stopped", 1),
            ("mail_answer_awaited", 1),
        ):
            template = self.env.ref(f"bourse_mobilite.{name}")
            with self.subTest(name=name):
                self.assertEqual(template.mobility_preview.count("<hr"), cases - 1)

    def test_a_translation_is_checked_too(self):
        lang = self.rh.partner_id._mobility_lang()
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.awaited.with_user(self.manager).update_field_translations(
                "subject", {lang: "{{ nobody }}"}
            )

    @mute_logger(*_QUIET)
    def test_who_may_write(self):
        for user in (
            self.adviser,
            self.referent,
            self.internal,
            *self.portal_users.values(),
        ):
            with self.assertRaises(AccessError, msg=user.login):
                self._as(user, self.stopped).subject = "Autre"
            with self.assertRaises(AccessError, msg=user.login):
                self._as(user, self.stopped).action_mobility_original()

    @mute_logger(*_QUIET)
    def test_a_manager_changes_the_words_and_nothing_else(self):
        template = self._as(self.manager, self.stopped)
        partner = self.env["ir.model"]._get("res.partner")
        for values in (
            {"email_to": "x@example.org"},
            {"email_cc": "x@example.org"},
            {"partner_to": "1"},
            {"model_id": partner.id},
            {"lang": "{{ env }}"},
            {"mobility_event": "reminder"},
            {"active": False},
            {"name": "Autre"},
            {"subject": "Autre", "reply_to": "x@example.org"},
        ):
            with self.assertRaises(AccessError, msg=values), self.env.cr.savepoint():
                template.write(values)
        with self.assertRaises(AccessError):
            template.unlink()
        with self.assertRaises(AccessError):
            self.env["mail.template"].with_user(self.manager).create(
                {"name": "a", "mobility_event": "stopped", "subject": "a"}
            )
        other = self.env["mail.template"].create({"name": "a", "subject": "a"})
        for values in ({"subject": "b"}, {"mobility_event": "stopped"}):
            with self.assertRaises(AccessError, msg=values), self.env.cr.savepoint():
                other.with_user(self.manager).write(values)

    @mute_logger(*_QUIET)
    def test_nobody_makes_a_mail_of_the_application(self):
        """One's own template cannot become one that renders for a letter."""
        own = (
            self.env["mail.template"]
            .with_user(self.internal)
            .create({"name": "a", "subject": "a"})
        )
        with self.assertRaises(AccessError):
            own.mobility_event = "stopped"

    def test_a_word_that_the_mail_has_not(self):
        """What a program passes wrongly is found at once, not written empty."""
        with self.assertRaises(ValueError):
            self.rh.partner_id._mobility_write_to(
                "bourse_mobilite.mail_stopped",
                self.make_request(),
                self.env.company,
                reasons="x",
            )

    def test_french_says_what_english_says(self):
        """Same words to fill in, same conditions, another language."""
        if "fr_FR" not in dict(self.env["res.lang"].get_installed()):
            self.fail("French is not installed")
        for template in self.ours:
            french = template.with_context(lang="fr_FR")
            self.assertIn("Bonjour", french.body_html, template.mobility_event)
            self.assertNotIn("Hello", french.body_html, template.mobility_event)
