from itertools import product

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools.rendering_tools import parse_inline_template, render_inline_template

from ..rules.letter import Problem, problems, text_problems
from ..rules.letter_addresses import foreign
from ..rules.letter_words import CARRY_THE_LINK, CHOICES, EVENTS, LETTER

_EDITABLE = {"subject", "body_html"}


def _with_breaks(text):
    """What was written on several lines stays so in a mail."""
    if "\n" not in text or isinstance(text, Markup):
        return text
    return Markup("<br/>").join(text.split("\n"))


class MailTemplate(models.Model):
    """Our mails: a manager may rewrite them with words to fill in. Core's own
    placeholders would open every record to whoever writes a template."""

    _inherit = "mail.template"

    mobility_event = fields.Selection(
        [
            ("answer_awaited", "An answer is awaited"),
            ("reminder", "Reminder"),
            ("link_again", "Link sent again"),
            ("answer_recorded", "Answer recorded"),
            ("answer_made", "An answer has come"),
            ("letter", "A letter waits to be signed"),
            ("sent", "Request sent"),
            ("all_agreed", "Everyone has agreed"),
            ("stopped", "Nothing more to do"),
            ("ended", "Request ended"),
            ("to_sign", "Document to sign"),
            ("sign_code", "Code to sign"),
            ("sign_reminder", "Reminder to sign"),
            ("sign_again", "Link to sign sent again"),
            ("sign_refused", "A signature is refused"),
            ("replaced", "A document is being corrected"),
            ("substituted", "Somebody else signs"),
            ("sign_cancelled", "A document is cancelled"),
            ("amended", "The immersion is changed"),
            ("sealed", "Signed by everyone: the copy"),
            ("assess", "The bilan is awaited"),
            ("assessed", "The bilan can be read"),
            ("private_to_sign", "Reserved document to sign"),
            ("private_code", "Reserved document: code to sign"),
            ("private_sealed", "Reserved document: the copy"),
            ("private_told", "Reserved document: a change"),
            ("paper", "A paper for the agent"),
            ("reminders", "Reminder: several answers"),
            ("sign_reminders", "Reminder to sign: several documents"),
            ("links_again", "Several links sent again"),
            ("places", "New places for an agent"),
            ("agents_places", "New places for the agents of an adviser"),
            ("mailbox_changed", "Other address for the links"),
            ("order_refused", "An ordre de mission is refused"),
            ("cancelled", "Immersion cancelled after agreement"),
            ("interrupted", "Immersion ended early"),
            ("solicited", "Solicitation of an employer"),
            ("solicit_reminder", "Reminder of a solicitation"),
            ("notice", "Something to read on the portal"),
        ],
        string="Event",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    mobility_words = fields.Text(
        string="Words that you can use", compute="_compute_mobility_words"
    )
    mobility_preview = fields.Html(
        string="What the reader receives", compute="_compute_mobility_preview"
    )

    @api.depends("mobility_event")
    @api.depends_context("lang")
    def _compute_mobility_words(self):
        meanings = self._mobility_meanings()
        for template in self:
            template.mobility_words = "\n".join(
                f"{{{{ {word} }}}} – {meanings[word]}"
                for word in template._mobility_vocabulary()
            )

    @api.depends("mobility_event", "subject", "body_html")
    @api.depends_context("lang")
    def _compute_mobility_preview(self):
        for template in self:
            shown = False
            if template.mobility_event and not template._mobility_problems():
                render = template._mobility_renderer()
                cases = [render(sample)[1] for sample in template._mobility_samples()]
                shown = Markup("<hr/>").join(dict.fromkeys(cases))
            template.mobility_preview = shown

    def _mobility_vocabulary(self):
        """The words of this mail, each with its example."""
        self.ensure_one()
        words = EVENTS.get(self.mobility_event)
        return {**LETTER, **words} if words else {}

    def _mobility_samples(self):
        """The values of an example of each case that the mail knows."""
        self.ensure_one()
        sample = self._mobility_vocabulary()
        choices = {word: some for word, some in CHOICES.items() if word in sample}
        for chosen in product(*choices.values()):
            yield {**sample, **dict(zip(choices, chosen, strict=True))}

    def _mobility_problems(self):
        self.ensure_one()
        words = set(self._mobility_vocabulary())
        elsewhere = foreign(self.subject, self.body_html, self.get_base_url())
        found = [
            *problems(self.subject, self.body_html, words),
            *text_problems(self.subject or "", words - {"links"}),
            *(Problem("address", address) for address in elsewhere),
        ]
        return list(dict.fromkeys(found))

    def _mobility_renderer(self):
        """A function that fills the subject and the body of this template, in the
        language of its environment, with the plain values of a letter.

        :raises ValueError: (from the function) a word that the template has not
        """
        self.ensure_one()
        vocabulary = self._mobility_vocabulary()
        subject = parse_inline_template(self.subject or "")
        body, qweb = self.body_html, self.env["ir.qweb"]

        def render(values):
            unknown = values.keys() - vocabulary.keys()
            if unknown:
                raise ValueError(f"{self.mobility_event}: {sorted(unknown)}")
            values = {**dict.fromkeys(vocabulary, ""), **values}
            filled = render_inline_template(subject, dict(values))
            lines = {word: _with_breaks(text) for word, text in values.items()}
            html = qweb._mobility_fill(body, lines)
            # Without the <div> that holds the paragraphs together; one line of subject.
            return " ".join(filled.split()), html[5:-6]

        return render

    # What may be written

    @api.constrains("subject", "body_html", "mobility_event")
    def _check_mobility_text(self):
        """Refuse a text that could not be sent.

        :raises ValidationError: saying what to mend
        """
        for template in self.filtered("mobility_event"):
            template._mobility_check_text()

    def _mobility_check_text(self):
        self.ensure_one()
        found = self._mobility_problems()
        if found:
            raise ValidationError("\n".join(map(self._mobility_explained, found)))
        render = self._mobility_renderer()
        for sample in self._mobility_samples():
            try:
                _subject, body = render(sample)
            except Exception as error:
                raise ValidationError(
                    self.env._("This text cannot be filled in: %s", error)
                ) from error
            carries = self.mobility_event in CARRY_THE_LINK
            kept = sample.get("links") or f'href="{sample["url"]}"'
            if carries and kept not in body:
                raise ValidationError(
                    self.env._(
                        "This mail must keep its link: without it nobody could answer. "
                        "Put the original text back, then change the words around the "
                        "link."
                    )
                )

    def _mobility_explained(self, problem):
        words = ", ".join(self._mobility_vocabulary())
        return {
            "empty": self.env._("A mail needs a subject and a text."),
            "brace": self.env._(
                "“%s”: a word to fill in begins with {{ and ends with }}.", problem.text
            ),
            "expression": self.env._(
                "“%(text)s” cannot be filled in. You can use: %(words)s.",
                text=problem.text,
                words=words,
            ),
            "word": self.env._(
                "“%(text)s” is not a word of this mail. You can use: %(words)s.",
                text=problem.text,
                words=words,
            ),
            "tag": self.env._("“%s” cannot be part of a mail.", problem.text),
            "address": self.env._(
                "“%s” leads or looks outside this site: a mail may only lead to this "
                "site and to legifrance.gouv.fr or service-public.gouv.fr (with "
                "https://), and show pictures that are in the mail or on this site.",
                problem.text,
            ),
        }[problem.kind]

    def _check_can_be_rendered(self, fnames=None, render_options=None):
        """Core renders on any record, without the words of ours."""
        others = self.filtered(lambda one: not one.mobility_event)
        return super(MailTemplate, others)._check_can_be_rendered(
            fnames=fnames, render_options=render_options
        )

    def _check_access_right_dynamic_template(self):
        """Ours are safe for whoever may write them: see ``rules/letter.py``."""
        others = self.filtered(lambda one: not one.mobility_event)
        return super(MailTemplate, others)._check_access_right_dynamic_template()

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        result = super()._update_field_translations(
            field_name, translations, digest=digest, source_lang=source_lang
        )
        if field_name in _EDITABLE:
            for lang in translations:
                self.with_context(lang=lang)._check_mobility_text()
        return result

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(vals.get("mobility_event") for vals in vals_list):
            raise AccessError(self.env._("These mails come with the application."))
        return super().create(vals_list)

    def write(self, vals):
        # The rest decides to whom and how core would send: not ours to use.
        ours = self.filtered("mobility_event") if not self.env.su else self.browse()
        claimed = "mobility_event" in vals and not self.env.su
        if claimed or (ours and vals.keys() - _EDITABLE):
            raise AccessError(
                self.env._("Only the subject and the text of this mail can be changed.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_not_ours(self):
        if self.filtered("mobility_event"):
            raise AccessError(self.env._("These mails come with the application."))

    def action_mobility_original(self):
        """Put the text that came with the application back."""
        self.check_access("write")
        self.sudo().filtered("mobility_event").reset_template()
