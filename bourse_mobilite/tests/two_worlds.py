"""Two worlds from the same start: what one person reads in both is compared."""

from contextlib import contextmanager
from datetime import timedelta
from random import Random
from unittest.mock import patch

from odoo import fields
from odoo.tools import SQL


class TwoWorlds:
    """To be mixed with a case that has an environment."""

    def draw_again(self):
        """From here on, codes and tokens are drawn the same in all the worlds."""

    def play_worlds(self, *plays, still=False):
        """What each of ``plays`` answers, all from the same start; nothing is kept.

        :param still: acts bear the same instant, and nothing is left to chance
        """
        self.env.cr.flush()  # else what waits would draw after we looked
        answers, drawn, now = [], self._drawn(), fields.Datetime.now()
        for play in plays:
            with self.env.cr.savepoint() as savepoint:
                # The same ids in all: an id that differs would tell something.
                for name, value, called in drawn:
                    self.env.cr.execute(
                        "SELECT setval(%s, %s, %s)", [name, value, called]
                    )
                if still:
                    with self._at(now), self._without_chance():
                        answers.append(play())
                else:
                    answers.append(play())
                savepoint.rollback()
            self.env.invalidate_all()
        return answers

    def _drawn(self):
        """``(sequence, last number, whether it was drawn)`` of each."""
        return self.env.execute_query(
            SQL(
                "SELECT format('%%I.%%I', schemaname, sequencename), "
                "coalesce(last_value, start_value), last_value IS NOT NULL "
                "FROM pg_sequences"
            )
        )

    @contextmanager
    def _at(self, now):
        """One instant, but where another day is told."""
        real = fields.Datetime.now

        def instant():
            told = real()
            return told if told < now - timedelta(hours=1) else now

        with patch.object(fields.Datetime, "now", instant):
            yield

    @contextmanager
    def _without_chance(self):
        chance = Random()

        def drawn(size):
            return chance.randbytes(size)

        with (
            patch.object(self, "draw_again", lambda: chance.seed(7)),
            patch("random._urandom", drawn),
            patch("os.urandom", drawn),
        ):
            self.draw_again()
            yield
