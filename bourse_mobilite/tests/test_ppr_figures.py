"""INAP011 to INAP014 count by themselves, as SQL counts them again."""

import random
from datetime import date, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.guard import acting
from .ppr_case import PprCase


@tagged("post_install", "-at_install")
class TestPprFigures(PprCase):
    def _rows(self, count):
        """Random days, lawful or not: a figure counts what is there."""
        random.seed(20260316)
        first = date(2024, 1, 1)

        def day(chance):
            if random.random() > chance:
                return None
            return first + timedelta(days=random.randrange(1100))

        self.env.cr.execute("DELETE FROM mobility_ppr")
        for _row in range(count):
            closed = random.random() < 0.6
            self.env.cr.execute(
                """
                INSERT INTO mobility_ppr
                       (company_id, state, project_months, review_months,
                        from_seizure, proposed_on, accepted_on, declined_on,
                        refused_on, silence_confirmed_on, outcome, ended_on,
                        employer_id)
                VALUES (%s, %s, 12, 3, false, %s, %s, %s, %s, %s, %s, %s, %s)
                """,
                [
                    self.env.company.id, "closed" if closed else "opened", day(0.9),
                    day(0.6), day(0.2), day(0.2), day(0.1),
                    random.choice(["reclassed", "fit"]) if closed else None,
                    day(1) if closed else None, self.origin.id,
                ],
            )  # fmt: skip
        self.env.invalidate_all()

    def test_three_ways_agree_on_400_files(self):
        self._rows(400)
        total = 0
        for year in (2023, 2024, 2025, 2026, 2027):
            self.env.cr.execute(
                """
                SELECT count(*) FILTER (WHERE extract(year FROM proposed_on) = %(y)s),
                       count(*) FILTER (WHERE extract(year FROM accepted_on) = %(y)s),
                       count(*) FILTER (WHERE extract(year FROM least(
                           declined_on, refused_on, silence_confirmed_on)) = %(y)s),
                       count(*) FILTER (WHERE outcome = 'reclassed'
                           AND extract(year FROM ended_on + 1) = %(y)s
                           AND accepted_on <= ended_on + 1)
                  FROM mobility_ppr
                """,
                {"y": year},
            )
            names = ("INAP014", "INAP011", "INAP012", "INAP013")
            recounted = dict(zip(names, self.env.cr.fetchone(), strict=True))
            files = self.env["mobility.ppr"].with_user(self.referent)
            self.assertEqual(files.inap(year), recounted, year)
            figures = self.env["mobility.ppr.figure"].with_user(self.referent)
            groups = figures._read_group(
                [("day", ">=", f"{year}-01-01"), ("day", "<=", f"{year}-12-31")],
                ["indicator"],
                ["__count"],
            )
            self.assertEqual(
                {**dict.fromkeys(names, 0), **dict(groups)}, recounted, year
            )
            total += sum(recounted.values())
        self.assertGreater(total, 500)

    def test_at_the_turn_of_a_year(self):
        ppr = self.make_ppr()
        acting(ppr).write(
            {
                "proposed_on": date(2026, 12, 31),
                "accepted_on": date(2027, 1, 1),
                "state": "closed",
                "outcome": "reclassed",
                "ended_on": date(2027, 12, 31),
            }
        )
        self.env.flush_all()
        self.assertEqual(ppr.inap(2026)["INAP014"], 1)
        self.assertEqual(ppr.inap(2026)["INAP011"], 0)
        self.assertEqual(ppr.inap(2027)["INAP013"], 0)
        self.assertEqual(ppr.inap(2028)["INAP013"], 1)

    def test_the_group_alone_counts(self):
        for role in ("adviser", "manager"):
            files = self.env["mobility.ppr"].with_user(getattr(self, role))
            with self.assertRaises(AccessError):
                files.inap(2026)
