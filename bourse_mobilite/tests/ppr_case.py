"""A PPR that began, and the days of its life."""

from contextlib import contextmanager
from datetime import date, datetime, time

from freezegun import freeze_time

from odoo.exceptions import AccessError, MissingError, UserError

from .common import MobilityCase

# As the issue tells it: begun on 16 March 2026, ends on 15 March 2027.
RECEIVED = date(2026, 3, 16)


class PprTools:
    """To be mixed with ``MobilityCast``."""

    @contextmanager
    def on(self, day):
        """This day, as the civil day of everyone."""
        with freeze_time(datetime.combine(day, time(12))):
            self.env.invalidate_all()
            yield
            self.env.flush_all()

    @contextmanager
    def refused(self, words, error=UserError):
        """Refused with these words, and nothing is kept of it."""
        with self.assertRaises(error) as caught:
            yield
        self.assertIn(words, str(caught.exception))

    @contextmanager
    def kept_away(self, who=None):
        """Refused, or told that there is no such thing, and no more."""
        with self.assertRaises(UserError, msg=who) as caught:
            yield
        self.assertIsInstance(caught.exception, AccessError | MissingError, who)

    def ppr_vals(self, candidate=None, **vals):
        return {
            "candidate_id": (candidate or self.candidate).id,
            "sense": "definitive",
            "opinion_date": date(2026, 3, 10),
            "received_on": RECEIVED,
            "review_months": 3,
            **vals,
        }

    def make_ppr(self, candidate=None, user=None, **vals):
        """A file opened by the referent on the day of the receipt."""
        files = self.env["mobility.ppr"].with_user(user or self.referent)
        with self.on(vals.get("received_on") or RECEIVED):
            return files.create(self.ppr_vals(candidate, **vals))

    def live(self, ppr, *steps):
        """Take ``(step, day)`` or ``(step, day, values)`` one after the other, each on
        its own day."""
        for name, day, *values in steps:
            with self.on(day):
                ppr._step(name, day, **(values[0] if values else {}))
        return ppr

    def wizard(self, ppr, step, **vals):
        """The window of this step, opened by the referent and filled in."""
        action = ppr.with_context(ppr_step=step).action_step()
        wizard = self.env[action["res_model"]].with_user(self.referent)
        wizard = wizard.browse(action["res_id"])
        wizard.write(vals)
        return wizard

    def notified_ppr(self, candidate=None, **vals):
        return self.live(
            self.make_ppr(candidate, **vals),
            ("propose", date(2026, 3, 18)),
            ("accept", date(2026, 3, 25)),
            (
                "notify",
                date(2026, 5, 12),
                {"proof": "letter", "proof_reference": "2C 001", "project_months": 12},
            ),
        )

    def underway_ppr(self, candidate=None, **vals):
        return self.live(
            self.notified_ppr(candidate, **vals), ("agree", date(2026, 5, 20))
        )

    def placement(self, ppr, **vals):
        """A placement of the plan, entered by the referent."""
        return (
            self.env["mobility.action"]
            .with_user(self.referent)
            .create(
                {
                    "ppr_id": ppr.id,
                    "kind": "placement",
                    "name": "Accueil de la mairie",
                    **vals,
                }
            )
        )


class PprCase(PprTools, MobilityCase):
    pass
