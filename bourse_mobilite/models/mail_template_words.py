from odoo import models


class MailTemplate(models.Model):
    """The words of our mails, explained to whoever rewrites them."""

    _inherit = "mail.template"

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
            "adviser": self.env._("who proposes it, or nothing"),
            "goes_on": self.env._("yes when the request goes on"),
            "substitute": self.env._("who signs instead"),
            "code": self.env._("the one-time code"),
            "signer": self.env._("name under which one signs, as it was typed"),
            "documents": self.env._("numbers of the documents that the code signs"),
            "until": self.env._("last day on which the link opens"),
            "links": self.env._("the list of what is awaited, with a link for each"),
            "count": self.env._("how many links the list has"),
            "profile": self.env._("what an employer reads of the agents; may be empty"),
            "message": self.env._("the adviser's word to the employers; may be empty"),
            "kind": self.env._(
                "profile (for one agent), several (for several) or week (immersion "
                "week)"
            ),
            "phases": self.env._("the phases of the week, a line for each"),
            "stop": self.env._("the link to receive no more solicitations"),
            "new_mailbox": self.env._(
                "new address, partly hidden; empty when there is none"
            ),
        }
