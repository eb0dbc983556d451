from itertools import product

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools.rendering_tools import parse_inline_template, render_inline_template

from ..rules.letter import parsed, problems
from ..rules.letter_words import CARRY_THE_LINK, CHOICES, EVENTS, LETTER
from .ir_qweb import CompiledOnce

_EDITABLE = {"subject", "body_html"}


def _with_breaks(text):
    """What was written on several lines stays so in a mail."""
    if "\n" not in text:
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
            ("paper", "A paper for the agent"),
            ("cancelled", "Immersion cancelled after agreement"),
            ("interrupted", "Immersion ended early"),
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

    def _mobility_meanings(self):
        """What each word is, in the words of the reader."""
        return {
            "person": self.env._("name of the person who reads"),
            "company": self.env._("name of the centre de gestion"),
            "url": self.env._(
                "address of the page to open; empty for someone without an account"
            ),
            "agent": self.env._("name of the agent"),
            "host": self.env._("name of the host"),
            "number": self.env._("number of the request"),
            "start": self.env._("first day"),
            "end": self.env._("last day"),
            "length": self.env._("length in jours ouvrés"),
            "day_list": self.env._("each day; empty when they are too many"),
            "author": self.env._("who answered"),
            "contact": self.env._(
                "whom the agent can talk to, with a phone number or an e-mail"
            ),
            "organisation": self.env._("name of the organisation that answers"),
            "due": self.env._("last day to answer; may be empty"),
            "answer": self.env._("agreed, refused or postponed"),
            "reasons": self.env._("reasons of a refusal or of other dates"),
            "proposed_start": self.env._("first day proposed instead; may be empty"),
            "proposed_end": self.env._("last day proposed instead; may be empty"),
            "side": self.env._("tutor or agent: who is asked"),
            "turn": self.env._("first, again (a reminder) or corrected"),
            "what": self.env._("bilan or synthesis"),
            "stage": self.env._("half, soon (five days before) or today"),
            "reader": self.env._("agent when the agent reads, other otherwise"),
            "ended": self.env._("withdrawn, cancelled or no_show"),
            "last_day": self.env._("last day that took place; may be empty"),
            "document": self.env._("what is to be signed, with its number"),
            "version": self.env._("version of the document"),
            "quality": self.env._("in what quality one signs; may be empty"),
            "urgency": self.env._("again, or last when the first day is near"),
            "before": self.env._("day before which one signs; may be empty"),
            "why": self.env._("why there is a new version; empty for the first"),
            "changes": self.env._("what changed, a line for each; may be empty"),
            "again": self.env._("yes when the reader signed the version before"),
            "signed": self.env._("yes when the reader had signed"),
            "goes_on": self.env._("yes when the request goes on"),
            "substitute": self.env._("who signs instead"),
            "code": self.env._("the one-time code"),
            "documents": self.env._("numbers of the documents that the code signs"),
        }

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
        return problems(self.subject, self.body_html, words)

    def _mobility_renderer(self):
        """A function that fills the subject and the body of this template, in the
        language of its environment, with the plain values of a letter.

        :raises ValueError: (from the function) a word that the template has not
        """
        self.ensure_one()
        vocabulary = self._mobility_vocabulary()
        subject = parse_inline_template(self.subject or "")
        body = parsed(self.body_html)
        qweb = self.env["ir.qweb"].with_context(mobility_compiled_once=CompiledOnce())

        def render(values):
            unknown = values.keys() - vocabulary.keys()
            if unknown:
                raise ValueError(f"{self.mobility_event}: {sorted(unknown)}")
            values = {**dict.fromkeys(vocabulary, ""), **values}
            filled = render_inline_template(subject, dict(values))
            lines = {word: _with_breaks(text) for word, text in values.items()}
            html = qweb._render(body, lines, minimal_qcontext=True)
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
            if carries and f'href="{sample["url"]}"' not in body:
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
