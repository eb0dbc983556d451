"""Two people at the same second, one of whom imports."""

from unittest.mock import patch

from psycopg2.errors import LockNotAvailable

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import mobility_import, mobility_import_run
from .import_committed_case import (
    LOT,
    SIRETS,
    ImportCommittedCase,
    employer,
    on_call,
)

ROWS = [
    employer(
        rank % 2,
        title=f"Poste {rank}",
        tutor=f"Camille Exemple{rank % 2}",
        tutor_email=f"camille{rank % 2}@tuteur.example.org",
    )
    for rank in range(2 * LOT)
]


@tagged("post_install", "-at_install")
class TestImportTwo(ImportCommittedCase):
    def _import(self, import_id):
        """What an adviser's click does in a connection of their own."""

        def click(env):
            own = env(user=self.user, context={"lang": "en_US"})
            own["mobility.import"].browse(import_id).action_import()

        return click

    def _take_up(self, import_id):
        """What the cron does of one import, but in this connection."""

        def run(env):
            batch = env["mobility.import"].browse(import_id)
            self.assertTrue(batch._in_its_name()._run_safely())

        return run

    def _counts(self):
        """How many employers, tutors and other persons, offers and roles were made."""
        made = self._what_is_there()
        return {model: len(made[model]) for model in (
            "res.partner", "mobility.offer", "mobility.role")}  # fmt: skip

    # Noyon and its canteen were there; two employers and two tutors are made.
    ONCE = {"res.partner": 5, "mobility.offer": 1 + len(ROWS), "mobility.role": 2}

    @mute_logger("odoo.sql_db")
    def test_one_file_imported_twice_at_once_is_imported_once(self):
        first, second = (self._sent("places", ROWS) for _twice in range(2))
        said = self._race(self._import(first), self._import(second))
        self.assertEqual(said, "done")
        self.assertEqual(self._counts(), self.ONCE)
        self.assertEqual(self._state(first), "done")
        # The second is shown what is left to do: nothing.
        state, unchanged = self._read(second, "state", "unchanged_count")
        self.assertEqual((state, unchanged), ("preview", len(ROWS)))

    @mute_logger("odoo.sql_db")
    def test_import_pressed_twice_is_one_import(self):
        import_id = self._sent("places", ROWS)
        said = self._race(self._import(import_id), self._import(import_id))
        self.assertIn("moved on", said)
        self.assertEqual(self._counts(), self.ONCE)

    @mute_logger("odoo.sql_db")
    def test_a_long_import_pressed_twice_waits_once(self):
        with self._small():
            import_id = self._sent("places", ROWS)
            self._cron()
            said = self._race(self._import(import_id), self._import(import_id))
            self.assertIn("moved on", said)
            self._cron()
        self.assertEqual(self._counts(), self.ONCE)

    def test_one_long_file_sent_twice_is_written_once(self):
        with self._small():
            first, second = (self._sent("places", ROWS) for _twice in range(2))
            self._cron()
            for import_id in (first, second):
                self._call(import_id, "action_import")
                self.assertEqual(self._state(import_id), "running")
            self._cron()
            self.assertEqual(self._counts(), self.ONCE)
            self.assertEqual(self._state(first), "done")
            state, to_write, failure = self._read(
                second, "state", "to_write_count", "failure"
            )
            self.assertEqual((state, to_write), ("preview", 0))
            self.assertIn("Data has changed since the preview", failure)

    def test_a_short_import_waits_its_turn_behind_a_running_one(self):
        short = self._sent("places", [employer(2, siret=None, title="Ailleurs")])
        with self._small(at_once=1):
            long = self._running("places", ROWS)
            self._call(short, "action_import")
            self.assertEqual(self._state(short), "running")
            self._cron()
        self.assertEqual([self._state(one) for one in (short, long)], ["done"] * 2)
        made = self._counts()["mobility.offer"]
        self.assertEqual(made, self.ONCE["mobility.offer"] + 1)

    @mute_logger("odoo.sql_db")
    def test_two_that_began_before_either_said_so(self):
        """The short one holds the turn; the lot waits, and looks again."""
        with self._small():
            long = self._checked("places", ROWS)
        short = self._sent("places", ROWS[:2])

        def click(env):
            env.cr.execute("SELECT 1 FROM mobility_import")
            with self._small():
                self._call(long, "action_import")
            self._import(short)(env)

        with self._small():
            self.assertEqual(self._race(click, self._take_up(long)), "done")
        self.assertEqual(self._state(short), "done")
        state, unchanged = self._read(long, "state", "unchanged_count")
        self.assertEqual((state, unchanged), ("preview", 2))
        self._call(long, "action_import")
        self.assertEqual(self._counts(), self.ONCE)

    # --- what somebody writes by hand meanwhile -------------------------------------

    @mute_logger("odoo.sql_db")
    def test_an_employer_made_by_hand_while_a_lot_is_written(self):
        """The lot meets the same SIRET, and is played again on what it finds."""
        with self._small():
            import_id = self._running("places", ROWS)

            def by_hand(env):
                self._town_hall(env)
                env.flush_all()

            self.assertEqual(self._race(by_hand, self._take_up(import_id)), "done")
        # The data was no longer what the preview had shown: nothing was written.
        state, updated = self._read(import_id, "state", "created_count")
        self.assertEqual((state, updated), ("preview", len(ROWS)))
        self._call(import_id, "action_import")
        self.assertEqual(self._state(import_id), "done")
        self.assertEqual(self._counts(), self.ONCE)

    def _town_hall(self, env):
        return env["res.partner"].create(
            {
                "name": "Syndicat Essai-Lassigny",
                "is_company": True,
                "mobility_employer_kind": "syndicat",
                "company_registry": SIRETS[1],
                "mobility_commune_id": env.ref("bourse_mobilite.commune_60350").id,
            }
        )

    def _between_lots(self, act):
        """``act`` is done by somebody else, and committed, before the second lot."""

        def elsewhere(_records):
            with self._environment() as env:
                act(env)
                env.cr.commit()

        taken = mobility_import_run.MobilityImport
        return on_call(taken, "_take_turn", 2, elsewhere)

    def _run_between(self, rows, act):
        with self._small():
            import_id = self._running("places", rows)
            with self._between_lots(act):
                self._cron()
        self.assertEqual(self._state(import_id), "done")
        return import_id

    def test_an_employer_made_by_hand_between_two_lots(self):
        rows = [row for row in ROWS if row["siret"] == SIRETS[0]]
        rows += [row for row in ROWS if row["siret"] == SIRETS[1]]
        self._run_between(rows, self._town_hall)
        self.assertEqual(self._counts(), self.ONCE)

    def test_only_what_the_plan_looks_at_makes_another_plan(self):
        """Contacts made all day long by others must not slow a long run down."""
        rows = [
            employer(2, title=f"Poste {rank}", tutor="Camille Exemple",
                     tutor_email="camille@tuteur.example.org")
            for rank in range(2 * LOT)
        ]  # fmt: skip
        planner = mobility_import.MobilityImport
        for email, plans in (("jo@personne.example.org", 1),
                             ("Camille@tuteur.example.org", 2)):  # fmt: skip
            made = []
            original = planner._plan

            def plan(batch, *args, note=made.append, original=original):
                note(batch)
                return original(batch, *args)

            def by_hand(env, email=email):
                env["res.partner"].create({"name": "Jo Personne", "email": email})

            with self._small():
                import_id = self._running("places", rows)
                with patch.object(planner, "_plan", plan), self._between_lots(by_hand):
                    self._cron()
            self.assertEqual(self._state(import_id), "done")
            self.assertEqual(len(made), plans, email)
            rows = [dict(row, title=f"Bis {row['title']}") for row in rows]

    def test_an_offer_made_by_hand_between_two_lots_is_not_made_again(self):
        rows = [employer(2, title=f"Poste {rank}") for rank in range(2 * LOT)]

        def by_hand(env):
            values = {"name": "Poste 4", "host_id": self.known}
            env["mobility.offer"].create(values)

        import_id = self._run_between(rows, by_hand)
        lines = {row: status for row, status, _details, _done in self._lines(import_id)}
        self.assertEqual(lines[6], "unchanged")
        created, unchanged, done = self._read(
            import_id, "created_count", "unchanged_count", "done_count"
        )
        self.assertEqual((created, unchanged, done), (5, 1, 5))
        self.assertEqual(self._counts()["mobility.offer"], 1 + len(rows))
        # Undoing leaves what somebody else made.
        self._call(import_id, "action_undo")
        self.assertEqual(self._counts()["mobility.offer"], 2)

    def test_rows_that_are_refused_meanwhile_are_told_and_come_back(self):
        rows = [employer(2, title=f"Poste {rank}") for rank in range(2 * LOT)]

        def by_hand(env):
            env["res.partner"].browse(self.known).active = False

        import_id = self._run_between(rows, by_hand)
        created, rejected, done, rejected_file = self._read(
            import_id, "created_count", "rejected_count", "done_count", "rejected_file"
        )
        self.assertEqual((created, rejected, done), (LOT, LOT, LOT))
        self.assertTrue(rejected_file)
        self.assertEqual(
            [(status, done) for _row, status, _details, done in self._lines(import_id)],
            [("created", True)] * LOT + [("rejected", False)] * LOT,
        )

    def test_an_offer_changed_by_hand_keeps_what_the_file_does_not_say(self):
        rows = [employer(2, title=f"Poste {rank}") for rank in range(2 * LOT - 1)]
        rows.append(employer(2, title="Cantine", places=5))

        def by_hand(env):
            env["mobility.offer"].browse(self.offer).service = "Restauration"

        import_id = self._run_between(rows, by_hand)
        # Another service is another offer: the row no longer speaks of that one.
        with self._environment() as env:
            offer = env["mobility.offer"].browse(self.offer)
            self.assertEqual((offer.service, offer.capacity), ("Restauration", 1))
        self.assertEqual(self._read(import_id, "created_count"), len(rows))

    @mute_logger("odoo.sql_db")
    def test_an_offer_that_somebody_is_changing_is_waited_for(self):
        rows = [employer(2, title="Cantine", places=5)]
        rows += [employer(2, title=f"Poste {rank}") for rank in range(LOT)]
        with self._small():
            import_id = self._running("places", rows)

            def by_hand(env):
                env["mobility.offer"].browse(self.offer).description = "Servir."

            said = self._race(by_hand, self._take_up(import_id))
        self.assertEqual((said, self._state(import_id)), ("done", "done"))
        with self._environment() as env:
            offer = env["mobility.offer"].browse(self.offer)
            self.assertEqual((offer.description, offer.capacity), ("Servir.", 5))

    def test_a_run_that_is_always_crossed_stops_and_says_so(self):
        with self._small(), mute_logger("odoo.sql_db"):
            import_id = self._running("places", ROWS)
            attempts = []

            def crossed(_records, _plan, _rows):
                attempts.append(1)
                raise LockNotAvailable("always taken")

            self.patch(mobility_import_run.MobilityImport, "_write_rows", crossed)
            with self.assertLogs(
                "odoo.addons.bourse_mobilite.models.mobility_import_background", "ERROR"
            ):
                self._cron()
        self.assertEqual(len(attempts), 5)
        self.assertEqual(self._state(import_id), "stopped")

    # --- others are not kept waiting ---------------------------------------------

    def test_nobody_waits_for_a_lot_but_the_settings_of_the_company(self):
        with self._small():
            import_id = self._running("places", ROWS)
        with self._environment() as env, self._environment() as other:
            batch = env["mobility.import"].browse(import_id)._in_its_name()
            plan = batch._plan()
            other.cr.execute("SET lock_timeout = '300ms'")
            # Whoever began before the lot, or begins while it is open.
            other.cr.execute("SELECT 1 FROM res_company")
            batch._take_turn()
            batch._write_rows(plan, plan.accepted()[:LOT])
            env.flush_all()
            self._ordinary_work(other)
            other.cr.execute("SET lock_timeout = '300ms'")
            with self.assertRaises(LockNotAvailable), mute_logger("odoo.sql_db"):
                other.company.write({"phone": "03 44 00 00 99"})
                other.flush_all()
            other.cr.rollback()
            other.cr.execute("SET lock_timeout = '300ms'")
            other.cr.execute("SELECT 1 FROM res_company")
            env.cr.commit()
            # And whoever began before and ends after.
            self._ordinary_work(other)

    def _ordinary_work(self, env):
        env["mobility.offer"].create(
            {"name": "À la main", "host_id": self.known, "company_id": env.company.id}
        )
        person = env["res.partner"].create(
            {"name": "Personne", "company_id": env.company.id}
        )
        env["mobility.role"].create(
            {"partner_id": person.id, "employer_id": self.known, "kind": "hr"}
        )
        env["mobility.offer"].browse(self.offer).service = "Restauration"
        env["res.partner"].browse(self.known).phone = "03 44 00 00 01"
        env["mobility.candidate"].create(
            {"partner_id": person.id, "employer_id": self.known}
        )
        env.flush_all()
        env.cr.rollback()
