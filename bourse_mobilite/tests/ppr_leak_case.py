"""A PPR full of words, dates and numbers that are found nowhere else, and who is no
party of it."""

import logging
import os
import re
from datetime import date
from functools import partial

from odoo.tools import SQL, mute_logger

from ..models.mobility_apart import FIRST_ID
from .leak_walk import LeakWalk, is_private
from .ppr_convention_case import PprSigningTools
from .two_worlds import TwoWorlds

OUTSIDE = ("adviser", "manager", "internal", "rh_host", "authority_host", "tutor",
           "rh_third", "former", "agent2", "public")  # fmt: skip
TITLE, PLACE, RESULT = "Sérigraphie-Zébulon", "Trifouilly-Atelier", "Tarabiscotage"
PROOF, POST, CHANGE = "2C-987-ZINZOLIN", "Gardien-de-phare", "Berlingot"
WORDS = (TITLE, PLACE, RESULT, PROOF, POST, CHANGE)
# Of the PPR alone: received, proposed, accepted, notified, agreed, and what the clock
# makes of them; then a leave, a change, a review.
DAYS = (
    date(2026, 3, 10), date(2026, 3, 16), date(2026, 3, 18), date(2026, 3, 25),
    date(2026, 5, 12), date(2026, 5, 16), date(2026, 5, 27), date(2026, 5, 20),
    date(2026, 7, 21), date(2026, 8, 13), date(2026, 9, 17), date(2027, 3, 16),
)  # fmt: skip
_FIRST = 77_077_001
# Any mail to anybody takes one: a missing number says nothing.
MAIL_NUMBERS = {"mail_mail_id_seq", "mail_message_id_seq", "ir_cron_trigger_id_seq"}
_IDS = re.compile(r"(?<!\d)(77077\d{3}|1000000\d{3})(?!\d)")


class KeptLog(mute_logger):
    """What the house writes in its log, kept and not shown."""

    def __init__(self):
        super().__init__("odoo", "werkzeug")
        self.lines = []

    def __enter__(self):
        super().__enter__()
        self.levels = {name: logging.getLogger(name).level for name in self.loggers}
        for name in self.loggers:
            logging.getLogger(name).setLevel(logging.INFO)
        return self

    def __exit__(self, *raised):
        for name, level in self.levels.items():
            logging.getLogger(name).setLevel(level)
        return super().__exit__(*raised)

    def emit(self, record):
        if record.levelno >= logging.INFO:
            self.lines.append(f"{record.getMessage()} {record.exc_info or ''}")


def marks_in(text):
    """The words, the dates as they are written and the ids of the PPR in a text."""
    days = [
        written
        for day in DAYS
        for written in (day.isoformat(), f"{day:%d/%m/%Y}", f"{day:%m/%d/%Y}")
    ]
    return [mark for mark in (*WORDS, *days) if mark in text] + _IDS.findall(text)


class PprLeakCase(PprSigningTools, TwoWorlds, LeakWalk):
    """To be mixed with a case that has the cast."""

    @classmethod
    def cast_outside(cls):
        cls.former = cls._cast_user(
            "ancienne.drh.test", "Inès Ancienne-DRH", "base.group_portal"
        )
        cls._cast_role(cls.former, cls.origin, "hr", date_end="2026-01-31")
        cls.cast_signers()
        # Everyone has something to read.
        cls.env["mobility.action"].create(
            [
                {"candidate_id": file.id, "name": "Entretien"}
                for file in (cls.candidate, cls.candidate2, cls.candidate_elsewhere)
            ]
        )
        cls._age()

    @classmethod
    def _age(cls):
        """All that is there was last written long ago, by somebody else."""
        cls.env.flush_all()
        for name, model in cls.env.registry.items():
            if name.startswith(("mobility.", "res.", "mail.")) and (
                model._auto and not model._abstract and model._log_access
            ):
                cls.env.cr.execute(
                    SQL(
                        "UPDATE %s SET write_date = '2025-01-06', write_uid = %s",
                        SQL.identifier(model._table),
                        cls.manager.id,
                    )
                )
        cls.env.invalidate_all()

    def number_apart(self):
        """Ids of the PPR that no other row has."""
        for name, model in self.env.registry.items():
            if is_private(name) and model._auto and not model._abstract:
                self.env.cr.execute(
                    SQL("SELECT setval(%s, %s)", f"{model._table}_id_seq", _FIRST)
                )

    def open_ppr(self):
        """A file under way, with a row of each kind, told, read by who may."""
        self.number_apart()
        ppr = self.make_ppr(
            seized_on=date(2026, 2, 19),
            employer_referent_id=self.rh.partner_id.id,
            employer_deliberation="Délibération n° 2026-31",
            third_deliberation="Délibération n° 2026-12",
        )
        plan = self.env["mobility.action"].with_user(self.referent)
        plan.create(
            [
                {
                    "ppr_id": ppr.id,
                    "kind": kind,
                    "name": f"{TITLE} {kind}",
                    "place": PLACE,
                    "result_line": RESULT,
                    "date_start": DAYS[10],
                    "date_end": DAYS[10],
                    "hours": 7,
                }
                for kind in ("training", "workshop", "interview")
            ]
        )
        project = {"proof": "letter", "proof_reference": PROOF, "project_months": 12}
        self.live(
            ppr,
            ("propose", DAYS[2]),
            ("accept", DAYS[3]),
            ("notify", DAYS[4], project),
        )
        with self.on(date(2026, 5, 26)):
            self.env["mobility.ppr"]._night()
        self.live(
            ppr,
            ("agree", DAYS[7]),
            ("modify", DAYS[9], {"kind": "content", "line": CHANGE}),
        )
        for name, vals in {
            "leave": {"date_start": DAYS[8], "date_end": DAYS[8]},
            "review": {"date": DAYS[10], "presence": "all"},
            "post": {"name": POST, "proposed_on": DAYS[9]},
        }.items():
            rows = self.env[f"mobility.ppr.{name}"].with_user(self.referent)
            rows.create({**vals, "ppr_id": ppr.id})
        for reader in (self.referent, self.rh, self.agent):
            self.env["mobility.ppr"].with_user(reader).search([]).read()
        self.env.flush_all()
        return ppr

    def go_on_alike(self):
        """From here on the same is drawn in all the worlds, whatever was written."""
        self.draw_again()
        for name in MAIL_NUMBERS:
            self.env.cr.execute(
                SQL(
                    "SELECT setval(%s, (last_value / 1000 + 1) * 1000) FROM %s",
                    name,
                    SQL.identifier(name),
                )
            )

    def play_worlds(self, *plays, still=False):
        """Each from a round number of mails."""

        def rounded(play):
            self.go_on_alike()
            return play()

        plays = [partial(rounded, play) for play in plays]
        return super().play_worlds(*plays, still=still)

    def rows_of_ppr(self):
        """``{model: ids}`` of all that only its parties read."""
        found = {}
        for name in sorted(self.env.registry):
            model = self.env[name].sudo()
            if is_private(name) and not model._abstract:
                found[name] = model.search([]).ids
            elif name.startswith("mobility.") and model._auto:
                found[name] = model.search([("id", ">=", FIRST_ID)]).ids
        return {name: ids for name, ids in found.items() if ids}

    def ordinary_day(self):
        """What others write afterwards: their numbers follow each other."""
        self.go_on_alike()
        adviser = self.env(user=self.adviser.id)
        adviser["mobility.action"].create(
            {"candidate_id": self.candidate.id, "name": "Bilan"}
        )
        request = self.make_request().with_env(adviser)
        request.message_post(body="À rappeler")
        self.frozen_convention(self.agreed_request(self.candidate2))
        self.env.flush_all()
        return request

    def with_and_without(self, look):
        """What ``look`` answers after a PPR and after none, then an ordinary day.

        :param look: ``{model: ids of the PPR} → answers``
        """
        hidden = {}

        def with_it():
            self.write_convention(self.open_ppr())
            self.env.flush_all()
            hidden.update(self.rows_of_ppr())
            self.ordinary_day()
            return look(hidden)

        def without():
            self.ordinary_day()
            return look(hidden)

        with KeptLog() as log:
            answers = self.play_worlds(with_it, without, still=True)
        self.log = "\n".join(log.lines)
        return answers

    # The same placement, inside a PPR and outside any

    def _dates(self):
        days = self._asked_days()
        return {"date_start": days[0], "date_end": days[-1]}

    def inside(self):
        """From the plan of the PPR, by its referent."""
        action = self.placement(self.open_ppr(), **self._dates())
        self.go_on_alike()
        action.action_make_placement()
        return action.request_id

    def outside(self):
        """By the adviser of the file, on the form."""
        self.go_on_alike()
        requests = self.env["mobility.request"].with_user(self.adviser)
        regime = requests._placement_regime(self.env.company)
        return requests.create(
            {"candidate_id": self.candidate.id, "regime_id": regime.id, **self._dates()}
        )

    def go_on(self, request):
        """What is the same whoever made it: asked, agreed, written, to be signed."""
        request = request.with_env(self.env(user=self.adviser, context={}))
        request.write({"offer_id": self.offer.id, "motivation": "Découvrir l'accueil."})
        yield "draft"
        request.action_submit()
        request.action_employer_accept()
        request.action_host_accept()
        yield "agreed"
        self.frozen_convention(request)
        yield "to sign"

    def assertSame(self, role, one, other):
        """Equal, answer by answer; where not, the first place that differs."""
        self.assertEqual(one.keys() ^ other.keys(), set(), role)
        told = {}
        for key in one:
            if one[key] != other[key]:
                at = len(os.path.commonprefix([one[key], other[key]]))
                told[key] = [text[max(0, at - 80) : at + 80]
                             for text in (one[key], other[key])]  # fmt: skip
        self.assertFalse(told, role)
