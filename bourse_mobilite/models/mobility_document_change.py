from markupsafe import escape

from odoo import models
from odoo.exceptions import UserError

from ..rules.changes import changed
from ..rules.words import told
from .guard import acting, civil_day, plain

_REFUSED = "bourse_mobilite.activity_signature_refused"


class MobilityDocumentOwner(models.AbstractModel):
    """A document that must change while it is being signed: who is told, and what."""

    _inherit = "mobility.document.owner"

    def _asked(self, document):
        """The signatories of ``document`` who were asked, have signed or have refused;
        a visa is asked of nobody."""
        return document.sudo().signatory_ids.filtered(
            lambda row: row.role == "signature"
            and row.state != "replaced"
            and (row.asked_on or row.state != "pending")
        )

    def _tell(self, rows, template, **values):
        """Write to the people of these signatories, each once. Who has no mailbox of
        their own is named to staff.

        :param values: words of the mail; ``signed``, if named, is filled in for each
        """
        letters = {}
        unreachable = rows.browse()
        for row in rows:
            person = row.partner_id
            if not person._mobility_personal_mailbox():
                unreachable |= row
                continue
            own = {"signed": "yes" if row.state == "signed" else ""}
            letters.setdefault(
                person,
                {
                    "person": person,
                    "template": f"bourse_mobilite.{template}",
                    "record": row,
                    "company": row.company_id,
                    "values": {
                        name: own.get(name, value) for name, value in values.items()
                    },
                },
            )
        self.env["res.partner"]._mobility_write_all(list(letters.values()))
        if unreachable:
            self._not_told(unreachable.mapped("name"))

    def _not_told(self, names):
        """These people are to be told in another way: the chatter says so."""
        self.sudo().message_post(
            body=self.env._(
                "No e-mail of their own: please tell %s in another way.",
                ", ".join(names),
            )
        )

    def _on_refused(self, row):
        """Everyone concerned reads why; the adviser corrects or cancels."""
        self._tell(
            self._asked(row.document_id) - row,
            "mail_sign_refused",
            author=row.name,
            reasons=row.refused_reason,
        )
        self._tell_adviser(
            _REFUSED,
            lambda env: env._(
                "%s refuses to sign: correct the document, or cancel it.", row.name
            ),
            row.refused_reason,
        )

    def _tell_adviser(self, kind, summary, note=""):
        """Give the adviser something to do today.

        :param kind: the external identifier of the type of activity
        :param summary: ``env → text``, in the language of the adviser
        """
        user = self.request_id._followed_by()[self.request_id.sudo()]
        owner = self.with_context(
            lang=user.lang or self.env.lang, mail_activity_quick_update=True
        ).sudo()
        owner.activity_schedule(
            kind,
            civil_day(self),
            user_id=user.id,
            summary=summary(owner.env),
            note=escape(note),
        )

    def _closed_refusal(self):
        """Nothing is left to do about a signature that was refused."""
        self.sudo().activity_unlink([_REFUSED])

    def action_open_correct(self):
        """Ask why, then correct."""
        return self.env["mobility.change.wizard"]._open(self, "correct")

    def action_open_cancel(self):
        """Ask why, then cancel."""
        return self.env["mobility.change.wizard"]._open(self, "cancel")

    def action_correct(self, reason):
        """Take the document back to correct it: everyone who was asked is told why,
        and will sign the next version.

        :raises UserError: no reason, or it is not being signed
        """
        self.check_access("write")
        reason = told(reason)
        if not reason:
            raise UserError(
                self.env._("Please write why: everyone who was asked to sign reads it.")
            )
        self._begin_change()
        for act in self:
            document = act.document_id
            if document.state not in ("to_sign", "refused"):
                raise UserError(
                    self.env._(
                        "%s is not being signed: only what waits for signatures can "
                        "be corrected. Once everyone has signed, make an avenant.",
                        act.display_name,
                    )
                )
            document._drop("replaced", reason)
            act._keep_substitutes(document)
            act._tell(act._asked(document), "mail_replaced", reasons=reason, signed="")
            act._closed_refusal()
            act._note_corrected(document, reason)

    def _begin_change(self):
        """Of two people who change the same act at once, the second is replayed."""
        self.sudo().request_id._take_turn()

    def _agent_who_signs(self):
        """The agent, who signs for nobody else."""
        return self.sudo().request_id.partner_id

    def _note_corrected(self, document, reason):
        """``document`` is being corrected: the chatter says why."""
        self.sudo().message_post(
            body=self.env._(
                "Version %(version)s is being corrected: %(reason)s",
                version=document.version,
                reason=reason,
            )
        )

    def _keep_substitutes(self, document):
        """Who was named in somebody's place on ``document`` signs the next one too."""

    def _sign_before(self):
        """The day before which one signs, or nothing when it is past."""
        return self.date_start > civil_day(self) and self.date_start


class MobilityDocument(models.Model):
    """What a new version says to those who sign it."""

    _inherit = "mobility.document"

    def _before(self):
        """The version that this one replaces, or nothing."""
        self.ensure_one()
        if self.version < 2:
            return self.browse()
        return (
            self.sudo()
            ._owner()
            .document_ids.filtered(
                lambda other: other.kind == self.kind and other.version < self.version
            )
            .sorted("version")[-1:]
        )

    def _changes(self):
        """What changed since the version before, as `Change` rows, in French."""
        self.ensure_one()
        before = self._before()
        return changed(before.summary or (), self.summary or ()) if before else []

    def _changes_text(self):
        """What changed, a line each, for a mail or a page."""
        lines = []
        for label, *texts in self._changes():
            before, after = (" ; ".join(text.split("\n")) for text in texts)
            figures = {"label": label, "before": before, "after": after}
            if before and after:
                text = self.env._(
                    "%(label)s – %(after)s (instead of: %(before)s)", **figures
                )
            elif after:
                text = self.env._("%(label)s – %(after)s", **figures)
            else:
                text = self.env._("%(label)s – no longer: %(before)s", **figures)
            lines.append(text)
        return "\n".join(lines)

    def _mail_words(self):
        """And, of a next version, that it is one: its mails are not those of the first
        sent again."""
        words = super()._mail_words()
        if self.version > 1:
            words["document"] = self.env._(
                "%(document)s (corrected version %(version)s)",
                document=words["document"],
                version=self.version,
            )
        return {
            **words,
            "before": self._owner()._sign_before(),
            "why": self._before().dropped_reason,
            "changes": self._changes_text(),
        }


class MobilitySignatory(models.Model):
    """Somebody else signs for the same organisation."""

    _inherit = "mobility.signatory"

    def _mail_words(self):
        words = super()._mail_words()
        again = any(
            row.state == "signed" and row.partner_id == self.partner_id
            for row in self.document_id._before().signatory_ids
        )
        return {**words, "again": "yes" if again else ""}

    def action_open_substitute(self):
        """Ask who signs instead."""
        self.ensure_one()
        self.document_id._owner().check_access("write")
        return self.env["mobility.substitute.wizard"]._open(self)

    def _substitutes(self):
        """The authorities in force of the same organisation who could sign instead:
        never the agent, nor somebody who signs this document already."""
        self.ensure_one()
        document = self.document_id.sudo()
        signing = document.signatory_ids.filtered(lambda row: row.state != "replaced")
        barred = signing.partner_id | document._owner()._agent_who_signs()
        roles = self.env["mobility.role"]._current(self.organisation_id, "authority")
        return roles.filtered(lambda role: role.partner_id not in barred)

    def _substitute(self, role):
        """This person is named in the place of who was to sign; the link of the other
        dies.

        :param role: an authority in force of the same organisation
        :raises UserError: it is not waited for, or this person cannot sign there
        """
        self.ensure_one()
        document = self.document_id
        owner = document._owner()
        owner.check_access("write")
        owner._begin_change()
        if self.state != "pending" or document.state != "to_sign":
            raise UserError(self.env._("%s is no longer asked to sign.", self.name))
        if self.role != "signature" or not self.organisation_id:
            raise UserError(
                self.env._("Nobody can sign in the place of %s.", self.name)
            )
        if role.sudo() not in self.sudo()._substitutes():
            raise UserError(
                self.env._(
                    "%(person)s cannot sign instead: choose a signing authority of "
                    "%(organisation)s whose role is in force and who does not sign "
                    "this document already.",
                    person=role.sudo().partner_id.name,
                    organisation=self.organisation_name,
                )
            )
        if not role.quality:
            raise UserError(
                self.env._(
                    "Please write the quality of %s in the role first: it reads under "
                    "the signature.",
                    role.sudo().partner_id.name,
                )
            )
        old = acting(self.sudo())
        new = old.create(
            {
                "document_id": document.id,
                "party": old.party,
                "step": old.step,
                "sequence": old.sequence,
                "substitute_of_id": old.id,
                **role.sudo()._signatory_vals(),
            }
        )
        old.write({"state": "replaced"})
        self.env["mobility.link"]._revoke_for(old)
        document._note(
            "substituted", new, instead_of=old._journal_words(), **new._journal_words()
        )
        if old.asked_on:
            owner._tell(old, "mail_substituted", substitute=new.name)
        document._ask_signatures()
        return plain(new)
