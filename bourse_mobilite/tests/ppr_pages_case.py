"""A PPR as its parties meet it on the portal today: the days are counted from now."""

from datetime import timedelta

from ..rules.working_days import add_months
from .portal_case import PortalCase
from .ppr_case import PprTools

OWN = "/my/mobilite/ppr"


class PprPagesCase(PprTools, PortalCase):
    def day(self, back):
        """The civil day, so many days ago."""
        return self._today() - timedelta(days=back)

    def opened(self, candidate=None, back=40, **vals):
        received = self.day(back)
        return self.make_ppr(
            candidate, opinion_date=received, received_on=received, **vals
        )

    def proposed(self, candidate=None, back=40, **vals):
        ppr = self.opened(candidate, back, **vals)
        return self.live(ppr, ("propose", self.day(back - 1)))

    def accepted(self, candidate=None, back=40, **vals):
        ppr = self.proposed(candidate, back, **vals)
        return self.live(ppr, ("accept", self.day(back - 2)))

    def notified(self, days=5, candidate=None, back=40, **vals):
        """Notified so many days ago: the fifteenth day is the last one to answer."""
        ppr = self.accepted(candidate, back, **vals)
        letter = {"proof": "letter", "proof_reference": "2C 001", "project_months": 12}
        return self.live(ppr, ("notify", self.day(days), letter))

    def underway(self, candidate=None, **vals):
        ppr = self.notified(10, candidate, **vals)
        return self.live(ppr, ("agree", self.day(9)))

    def each_state(self):
        """``(state, make)`` of every state that a file can be in."""
        closing = {"outcome": "fit"}
        return {
            "opened": self.opened,
            "proposed": self.proposed,
            "accepted": self.accepted,
            "notified": self.notified,
            "underway": self.underway,
            "suspended": lambda: self.live(self.underway(), ("suspend", self.day(3))),
            "refused": lambda: self.live(self.notified(), ("refuse", self.day(2))),
            "extended": lambda: self.live(self.underway(), ("extend", self.day(2))),
            "closed": lambda: self.live(
                self.underway(), ("close", self.day(1), closing)
            ),
        }

    def told(self, ppr, user=None):
        """What the page says to this person, in the language of the pages."""
        return self.as_read(ppr, user)._portal_page()

    def as_read(self, ppr, user=None):
        user = user or self.agent
        lang = user.partner_id._mobility_lang()
        return ppr.with_user(user).with_context(lang=lang)

    def path(self, ppr, more=""):
        return f"{OWN}/{ppr.id}{more}"

    def send_answer(self, ppr, word, **options):
        """Press “Yes” on the page of this answer, as a browser does."""
        url = self.path(ppr, f"/repondre?choix={word}")
        options = {"allow_redirects": False, **options}
        return self.send(url, {}, **options)

    def ends_on(self, ppr):
        return add_months(ppr.date_start, 12) - timedelta(days=1)
