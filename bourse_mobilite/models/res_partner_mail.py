import re
from datetime import date

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import formataddr

from .day_words import day_words

# A mailbox that several people read: never a personal link, a code, a PPR.
_GENERIC_MAILBOX = re.compile(
    r"^(mairie|commune|ville|contact|accueil|secretariat|info|infos|courrier|"
    r"direction|administration|communaute|agglo|drh|rh|ressources?[-._]?humaines|"
    r"ccas|sdis|prefecture|noreply|no-reply)([-._+].*)?@",
    re.IGNORECASE,
)


class ResPartner(models.Model):
    """Writing to people: one mail, one person."""

    _inherit = "res.partner"

    mobility_shared_mailbox = fields.Boolean(
        string="Mailbox read by several people",
        compute="_compute_mobility_shared_mailbox",
        store=True,
        readonly=False,
        help="No personal link, no code, nothing of an agent's health goes there.",
    )

    @api.depends("email_normalized", "mobility_employer_kind")
    def _compute_mobility_shared_mailbox(self):
        """A town hall's address is read by whoever is there, even when it looks like
        a person's; somebody who gives it as their own has no mailbox of theirs."""
        shared = self._mobility_shared_mailboxes(self.mapped("email_normalized"))
        for partner in self:
            partner.mobility_shared_mailbox = partner.email_normalized in shared

    @api.model
    def _mobility_shared_mailboxes(self, emails):
        """Those of these normalized addresses that several people read: by their
        name, or because they are an employer's."""
        emails = set(emails) - {False, ""}
        employers = self.sudo()._read_group(
            Domain("mobility_employer_kind", "!=", False)
            & Domain("email_normalized", "in", list(emails)),
            ["email_normalized"],
        )
        return {email for email in emails if _GENERIC_MAILBOX.match(email)} | {
            email for (email,) in employers
        }

    def _mobility_share_mailboxes(self):
        """Say to the people who gave an employer's address that it is shared."""
        employers = self.filtered("mobility_employer_kind")
        emails = set(employers.mapped("email_normalized")) - {False}
        if emails:
            self.sudo().with_context(active_test=False).search(
                Domain("email_normalized", "in", list(emails))
                & Domain("mobility_shared_mailbox", "=", False)
            ).mobility_shared_mailbox = True

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        partners._mobility_share_mailboxes()
        return partners

    def write(self, vals):
        done = super().write(vals)
        if {"email", "mobility_employer_kind"} & vals.keys():
            self._mobility_share_mailboxes()
        return done

    def _mobility_has_generic_mailbox(self):
        """Whether the e-mail is one that several people read (mairie@…)."""
        self.ensure_one()
        return self.mobility_shared_mailbox

    def _mobility_personal_mailbox(self):
        """The e-mail to which a personal link may go, or ''."""
        self.ensure_one()
        return "" if self._mobility_has_generic_mailbox() else (self.email or "")

    def _mobility_lang(self):
        """The language of a mail to this person: theirs when it is installed, else
        French, else the reader's."""
        self.ensure_one()
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        for code in (self.lang, "fr_FR", self.env.lang):
            if code in installed:
                return code
        return self.env.lang

    def _mobility_write_to(self, template, record, company, attachments=(), **values):
        """Send one mail to this person alone; see `_mobility_write_all`.

        :return: whether the mail was written: False without an e-mail
        """
        self.ensure_one()
        letter = {
            "person": self,
            "template": template,
            "record": record,
            "company": company,
            "values": values,
            "attachments": attachments,
        }
        return not self._mobility_write_all([letter])

    @api.model
    def _mobility_write_all(self, letters):
        """Write letters, each to one person, in a few queries for all of them. They
        belong to no record, so that no reader of a chatter can use a link that they
        carry; they are saved or lost with the act of which they tell.

        :param letters: a list of ``dict(person, template, record, company)`` where
            ``template`` is the external id of one of our templates, with, if any,
            ``values`` (words of the template that the record does not know; an
            ``url`` may be a path of this site, a date is written out),
            ``attachments`` (``(name, bytes)`` of each file) and ``mailbox`` (another
            address than the one that the person has)
        :return: the letters to people without an e-mail, which are not sent
        """
        sent, left = [], []
        people = self.sudo().browse(
            {letter["person"].id: None for letter in letters}.keys()
        )
        people = {person.id: person for person in people}
        for letter in letters:
            reached = letter.get("mailbox") or people[letter["person"].id].email
            (sent if reached else left).append(letter)
        if sent:
            mails = self._mobility_mail_values(sent, people)
            self._mobility_create_mails(mails, sent)
        return left

    @api.model
    def _mobility_mail_values(self, letters, people):
        """The values of the mail of each letter: template by template, so that each
        is read and compiled once for each language."""
        records = {}
        for letter in letters:
            record = letter["record"]
            records.setdefault(record._name, set()).add(record.id)
        renderers, known = {}, {}
        base_url = self.get_base_url()
        vals_list = []
        for letter in letters:
            person = people[letter["person"].id]
            lang = person._mobility_lang()
            name, company = letter["record"]._name, letter["company"].sudo()
            key = (letter["template"], lang)
            if key not in renderers:
                template = self.env.ref(letter["template"]).sudo()
                template = template.with_context(lang=lang)
                links = "until" in template._mobility_vocabulary()
                renderers[key] = template._mobility_renderer(), links
            render, links = renderers[key]
            key = (name, letter["record"].id, lang)
            if key not in known:
                record = (
                    self.env[name]
                    .sudo()
                    .with_context(lang=lang)
                    .browse(letter["record"].id)
                    .with_prefetch(tuple(records[name]))
                )
                known[key] = record._mail_words()
            words = {
                **known[key],
                **letter.get("values", {}),
                "person": person.name,
                "company": company.name,
            }
            if links:
                words["until"] = self.env["mobility.link"]._opens_until(company)
            subject, body = render(
                {
                    word: self._mobility_word(word, value, lang, base_url)
                    for word, value in words.items()
                }
            )
            sender = company.email_formatted or self.env.user.email_formatted
            mailbox = letter.get("mailbox")
            vals_list.append(
                {
                    "subject": subject,
                    "body_html": body,
                    "email_to": formataddr((person.name, mailbox))
                    if mailbox
                    else person.email_formatted,
                    "email_from": sender,
                    "reply_to": sender,
                    "author_id": False,
                    "auto_delete": True,
                    # Tried again, a mail goes to the address of that day.
                    "mobility_person_id": not mailbox and person.id,
                    "mobility_company_id": company.id,
                }
            )
        return vals_list

    @api.model
    def _mobility_word(self, word, value, lang, base_url):
        if isinstance(value, Markup):
            return value
        if isinstance(value, date):
            return day_words(self.env, value, lang=lang)
        if word == "url" and value and value.startswith("/"):
            return f"{base_url}{value}"
        return str(value or "")

    @api.model
    def _mobility_create_mails(self, vals_list, letters):
        files = [
            {"name": name, "raw": content, "res_model": "mail.message"}
            for letter in letters
            for name, content in letter.get("attachments", ())
        ]
        attachments = iter(self.env["ir.attachment"].sudo().create(files))
        carried = []
        for vals, letter in zip(vals_list, letters, strict=True):
            own = [next(attachments) for _file in letter.get("attachments", ())]
            vals["attachment_ids"] = [Command.link(file.id) for file in own]
            carried.append(own)
        mails = self.env["mail.mail"].sudo().create(vals_list)
        for mail, own in zip(mails, carried, strict=True):
            for file in own:
                # Filed under the mail, so that they go when it does.
                file.res_id = mail.mail_message_id.id
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
        return mails
