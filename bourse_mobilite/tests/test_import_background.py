"""A long file is checked and written in the background, by small lots."""

import base64
from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models import mobility_import_background, mobility_import_run
from ..models.guard import acting
from ..models.register.plan import Plan
from .import_case import ImportCase
from .import_committed_case import (
    LIMITED,
    LOT,
    ImportCommittedCase,
    employer,
    on_call,
)

LIMIT = 4


def places(count, name="Poste"):
    return [
        {"employer": "Mairie d'Import-Test", "commune": "Noailles",
         "title": f"{name} {rank}"}
        for rank in range(count)
    ]  # fmt: skip


@tagged("post_install", "-at_install")
class TestImportBackground(ImportCase):
    def setUp(self):
        super().setUp()
        for module in LIMITED:
            self.patch(module, "AT_ONCE", LIMIT)
        self.patch(Plan, "chunk", 2)
        self.told = []
        users = self.env.registry["res.users"]

        def told(users, kind, message, **_options):
            if kind == "simple_notification":
                self.told.append((users.login, message["type"], message["message"]))

        self.patch(users, "_bus_send", told)
        self.commits = []
        self.queries = []

        def commit(cron, processed=0, *, remaining=None, **_options):
            cron.env.flush_all()
            self.queries.append(cron.env.cr.sql_log_count)
            cron.env.invalidate_all()
            self.commits.append((processed, remaining))
            return 0

        self.patch(self.env.registry["ir.cron"], "_commit_progress", commit)

    @contextmanager
    def _time(self, *left):
        """The seconds left, each time that somebody asks."""
        left = iter(left)
        imports = self.env.registry["mobility.import"]
        with patch.object(imports, "_time_left", lambda _imports: next(left)):
            yield

    def cron(self, *left):
        """One call of the cron, as the superuser that it is."""
        imports = self.env["mobility.import"].with_user(self.env.ref("base.user_root"))
        if left:
            with self._time(*left):
                imports._cron_run()
        else:
            imports._cron_run()
        self.env.invalidate_all()

    def triggers(self):
        cron = self.env.ref("bourse_mobilite.cron_import")
        return (
            self.env["ir.cron.trigger"].sudo().search_count([("cron_id", "=", cron.id)])
        )

    # --- at once or not -----------------------------------------------------------

    def test_up_to_the_limit_all_is_done_at_once(self):
        before = self.triggers()
        for count in (LIMIT - 1, LIMIT):
            batch = self.imported(*places(count, f"Poste {count}"))
            self.assertEqual((batch.done_count, batch.progress), (count, 100))
        self.assertEqual(self.triggers(), before)
        self.assertEqual(self.told, [])

    def test_beyond_the_limit_the_cron_checks_and_writes(self):
        before = self.triggers()
        batch = self.preview(*places(LIMIT + 1))
        self.assertEqual(batch.state, "checking")
        self.assertFalse(batch.line_ids)
        self.assertEqual(self.triggers(), before + 1)
        self.cron()
        self.assertEqual((batch.state, batch.created_count), ("preview", LIMIT + 1))
        login = self.adviser.login
        self.assertEqual(
            self.told, [(login, "info", "It is checked: the preview is ready.")]
        )
        self.assertIsNone(batch.action_import())
        self.assertEqual((batch.state, batch.done_count), ("running", 0))
        self.assertEqual(self.triggers(), before + 2)
        offers = self.counts("mobility.offer")["mobility.offer"]
        self.cron()
        self.assertEqual(
            (batch.state, batch.done_count, batch.progress), ("done", LIMIT + 1, 100)
        )
        self.assertTrue(batch.imported_on)
        self.assertEqual(
            self.counts("mobility.offer")["mobility.offer"], offers + LIMIT + 1
        )
        self.assertEqual(self.told[1:], [(login, "info", "It is imported.")])

    def test_a_long_file_of_which_little_is_to_write_is_not_read_in_a_request(self):
        self.imported(*places(LIMIT))
        batch = self.preview(*places(LIMIT + 1))
        self.cron()
        self.assertEqual((batch.created_count, batch.unchanged_count), (1, LIMIT))
        batch.action_import()
        self.assertEqual(batch.state, "running")
        self.cron()
        self.assertEqual((batch.state, batch.done_count), ("done", 1))
        self.assertTrue(all(batch.line_ids.mapped("done")))

    def test_the_states_through_which_nobody_may_pass_by_hand(self):
        batch = self.preview(*places(LIMIT + 1))
        for state in ("checking", "running", "undoing"):
            acting(batch.sudo()).state = state
            for action in ("preview", "columns", "import", "resume", "undo",
                           "other_file", "back_to_columns"):  # fmt: skip
                with (
                    self.subTest(state=state, action=action),
                    self.assertRaisesRegex(UserError, "reload the page"),
                ):
                    getattr(batch, f"action_{action}")()
            with self.assertRaisesRegex(UserError, "undo it before"):
                batch.unlink()

    # --- lots, and time --------------------------------------------------------------

    def running(self, count, name="Poste"):
        batch = self.preview(*places(count, name))
        if batch.state == "checking":
            self.cron()
        acting(batch.sudo()).state = "running"
        self.commits.clear()
        self.told.clear()
        return batch

    def test_no_time_left_leaves_the_rest_to_the_next_pass(self):
        batch = self.running(7)
        before = self.triggers()
        self.cron(60, 60, 0)  # asked before the import, then before lots 2 and 3
        self.assertEqual((batch.state, batch.done_count), ("running", 4))
        self.assertEqual(batch.progress, 57)
        self.assertEqual(self.commits, [(0, 8), (2, None), (2, None)])
        self.assertEqual(
            batch.line_ids.filtered("done").mapped("row_number"), [2, 3, 4, 5]
        )
        # The server does not wait for its next round.
        self.assertEqual(self.triggers(), before + 1)
        self.commits.clear()
        # The scheduler calls again whatever the time: nothing is begun.
        self.cron(0)
        self.assertEqual((batch.done_count, self.commits), (4, [(0, 4)]))
        self.commits.clear()
        self.cron(60, 0)  # a pass always writes one lot
        self.assertEqual(batch.done_count, 6)
        self.commits.clear()
        self.cron()
        self.assertEqual((batch.state, batch.done_count), ("done", 7))
        self.assertEqual(self.commits, [(0, 2), (1, None), (1, None)])
        self.assertEqual(
            [text for _login, _kind, text in self.told], ["It is imported."]
        )

    def test_the_plan_is_made_once_a_pass(self):
        batch, plans = self.running(9), []
        original = type(batch)._plan

        def plan(batch, *args):
            plans.append(batch)
            return original(batch, *args)

        with patch.object(self.env.registry["mobility.import"], "_plan", plan):
            self.cron()
        self.assertEqual(batch.state, "done")
        self.assertEqual(len(plans), 1)

    def test_a_lot_costs_the_same_in_a_file_of_any_length(self):
        costs = {}
        for count in (12, 48):
            self.running(count, f"Longueur {count}")
            self.queries.clear()
            self.cron()
            lots = self.queries[1:-1]  # from one commit to the next
            costs[count] = [
                after - before for before, after in zip(lots, lots[1:], strict=False)
            ][1:]
        self.assertEqual(len(costs[48]), 22)
        self.assertEqual(set(costs[12]), set(costs[48]), costs)
        self.assertLessEqual(max(costs[48]), 60)

    def test_what_is_short_passes_before_a_long_run(self):
        self.imported(*places(1, "Autre"))
        long, short = self.running(9), self.running(2, "Court")
        self.commits.clear()
        self.cron()
        done = self.told.index((self.adviser.login, "info", "It is imported."))
        self.assertEqual((done, short.state, long.state), (0, "done", "done"))
        # Two rows of the short one first, then the lots of the long one.
        self.assertEqual(
            [one for one, _left in self.commits], [0, 2, 1, 2, 2, 2, 2, 1, 1]
        )

    def test_what_arrives_during_a_long_run_passes_before_its_end(self):
        self.imported(*places(1, "Autre"))
        long, arrived = self.running(9), []

        def arrive(_records):
            arrived.append(self.running(2, "Court"))

        writer = mobility_import_run.MobilityImport
        with on_call(writer, "_write_rows", 2, arrive):
            self.cron()
        self.assertEqual((long.state, long.done_count), ("running", 4))
        self.assertEqual(arrived[0].state, "running")
        self.cron()
        self.assertEqual((long.state, arrived[0].state), ("done", "done"))

    # --- what moves meanwhile --------------------------------------------------------

    def test_data_that_changed_since_the_preview_gives_a_new_one(self):
        self.imported(*places(1, "Autre"))
        host = self.env["mobility.offer"].search([("name", "=", "Autre 0")]).host_id
        batch = self.running(LIMIT + 1)
        self.env["mobility.offer"].create(
            [{"name": f"Poste {rank}", "host_id": host.id} for rank in range(2)]
        )
        before = self.counts("mobility.offer", "res.partner")
        self.cron()
        self.assertEqual(batch.state, "preview")
        self.assertIn("Data has changed since the preview", batch.failure)
        self.assertEqual((batch.created_count, batch.unchanged_count), (LIMIT - 1, 2))
        self.assertEqual(self.counts("mobility.offer", "res.partner"), before)
        self.assertEqual(self.told, [(self.adviser.login, "warning", batch.failure)])
        self.assertFalse(any(batch.line_ids.mapped("done")))

    def test_rows_whose_fate_changes_between_two_passes(self):
        batch = self.running(7)
        self.cron(60, 0)
        host = self.env["res.partner"].search([("name", "=", "Mairie d'Import-Test")])
        self.env["mobility.offer"].create({"name": "Poste 6", "host_id": host.id})
        self.cron()
        self.assertEqual(self.statuses(batch), ["created"] * 6 + ["unchanged"])
        self.assertEqual(
            (batch.state, batch.created_count, batch.unchanged_count, batch.done_count),
            ("done", 6, 1, 6),
        )
        self.assertEqual(batch.progress, 100)

    def test_a_preview_in_another_language_is_not_a_change(self):
        self.adviser.sudo().lang = "fr_FR"
        batch = self.running(LIMIT + 1)
        self.assertEqual(batch.lang, "en_US")
        self.cron()
        self.assertEqual(batch.state, "done")

    def test_undoing_a_long_import_goes_through_the_cron_too(self):
        before = self.counts("mobility.offer", "res.partner")
        batch = self.running(LIMIT + 1)
        self.cron()
        self.told.clear()
        batch.action_undo()
        self.assertEqual(batch.state, "undoing")
        self.cron()
        self.assertEqual(batch.state, "undone")
        self.assertEqual(self.counts("mobility.offer", "res.partner"), before)
        self.assertEqual([kind for _login, kind, _text in self.told], ["info"])


@tagged("post_install", "-at_install")
class TestImportStops(ImportCommittedCase):
    """What goes wrong is rolled back for real."""

    ROWS = [employer(rank % 3, title=f"Poste {rank}") for rank in range(3 * LOT)]

    def setUp(self):
        super().setUp()
        small = self._small()
        small.__enter__()
        self.addCleanup(small.__exit__, None, None, None)

    def test_the_unforeseen_stops_one_import_and_not_the_others(self):
        before = self._what_is_there()
        agents = [
            employer(2, siret=None, agent=f"Martin{rank}", first_name="Jo")
            for rank in range(LOT + 1)
        ]
        broken = self._checked("places", self.ROWS)
        other = self._checked("agents", agents)
        for import_id in (broken, other):
            self._call(import_id, "action_import")
        with self._failing(lot=2):
            self._cron()
        state, done, failure = self._read(broken, "state", "done_count", "failure")
        self.assertEqual((state, done), ("stopped", LOT))
        self.assertIn("Something unexpected happened", failure)
        self.assertNotIn("nobody thought of it", failure)
        self.assertEqual(self._state(other), "done")
        self.assertTrue(any("Something unexpected" in one for one in self._told()))
        # Resumed, it ends as if nothing had happened.
        self._call(broken, "action_resume")
        self.assertEqual(self._read(broken, "state", "failure"), ["running", False])
        self._cron()
        self.assertEqual(
            self._read(broken, "state", "done_count"), ["done", len(self.ROWS)]
        )
        for import_id in (other, broken):
            self._call(import_id, "action_undo")
            self._cron()
        self.assertEqual(self._what_is_there(), before)

    def test_what_stopped_is_undone_without_being_resumed(self):
        before = self._what_is_there()
        import_id = self._running("places", self.ROWS)
        with self._failing(lot=2):
            self._cron()
        self.assertNotEqual(self._what_is_there(), before)
        self._call(import_id, "action_undo")
        self._cron()
        self.assertEqual(self._state(import_id), "undone")
        self.assertEqual(self._what_is_there(), before)

    def test_undoing_that_is_refused_says_why_and_goes_back(self):
        """What was done stays done, what had stopped can still be resumed."""
        for lot, state in ((2, "stopped"), (99, "done")):
            import_id = self._running("places", self.ROWS)
            with self._failing(lot=lot):
                self._cron()
            with self._environment() as env:
                made = self._made(env, "mobility.offer")[-1]
                made.description = "Corrigée à la main."
                name = made.name
                env.cr.commit()
            there = self._what_is_there()
            self._call(import_id, "action_undo")
            self.assertEqual(self._state(import_id), "undoing")
            self._cron()
            now, failure = self._read(import_id, "state", "failure")
            self.assertEqual(now, state)
            self.assertIn(f"“{name}” was changed since", failure)
            self.assertEqual(self._what_is_there(), there)
            if state == "stopped":
                self._call(import_id, "action_resume")
                self._cron()
                self.assertEqual(self._state(import_id), "done")
                self.ROWS = [
                    dict(row, title=f"Autre {row['title']}") for row in self.ROWS
                ]

    def test_a_file_that_can_no_longer_be_read(self):
        for rows, wait, back in ((self.ROWS, "checking", "columns"),
                                 (self.ROWS, "running", "stopped")):  # fmt: skip
            import_id = self._sent("places", rows)
            if wait == "running":
                self._cron()
                self._call(import_id, "action_import")
            self.assertEqual(self._state(import_id), wait)
            before = self._what_is_there()
            with self._as_user(import_id) as batch:
                acting(batch.sudo()).file = base64.b64encode(b"PK\x03\x04 cut")
            self._cron()
            state, failure, columns = self._read(
                import_id, "state", "failure", "column_ids"
            )
            self.assertEqual(state, back)
            self.assertTrue(failure)
            # What was said of the columns is not lost.
            self.assertTrue(columns)
            self.assertEqual(self._what_is_there(), before)

    def test_somebody_who_may_no_longer_import(self):
        import_id = self._running("places", self.ROWS)
        before = self._what_is_there()

        def gone(batch):
            batch.check_access("read")
            told = "You are not allowed to create offers."
            raise UserError(told)

        with on_call(mobility_import_run.MobilityImport, "_take_turn", 1, gone):
            self._cron()
        self.assertEqual(
            self._read(import_id, "state", "failure"),
            ["stopped", "You are not allowed to create offers."],
        )
        self.assertEqual(self._what_is_there(), before)

    def test_the_scheduler_is_told_the_truth(self):
        """No round for nothing, and no warning that nothing advances."""
        with self.assertNoLogs("odoo.addons.base.models.ir_cron", "WARNING"):
            import_id = self._running("places", self.ROWS)
            checked = len(self._progress())
            self._cron()
            self.assertEqual(self._state(import_id), "done")
            rows = len(self.ROWS)
            self.assertEqual(self._progress()[checked:], [(rows + 1, 0)])
            self._cron()
            self.assertEqual(self._progress()[-1], (0, 0))
            # A pass that is too short is taken up by the next one.
            again = [dict(row, title=f"Bis {row['title']}") for row in self.ROWS]
            import_id = self._running("places", again)
            begun = len(self._progress())
            self._cron_with_no_time()
            told = self._progress()[begun:]
            self.assertEqual(told[0], (LOT, rows + 1 - LOT))
            self._cron()
            self.assertEqual(self._state(import_id), "done")

    def _cron_with_no_time(self):
        """One lot, then time is up."""
        left = iter([60])
        imports = mobility_import_background.MobilityImport
        with patch.object(imports, "_time_left", lambda _imports: next(left, 0)):
            self._cron()
