"""kill -9 in the middle of an import: a real process on rows that are really
committed, removed afterwards. What comes out is what a run never killed makes."""

import signal

from odoo.tests import tagged

from .import_committed_case import LOT, ImportCommittedCase, employer

_WRITE = "mobility_import_run:MobilityImport._write_rows"
_COMMIT = "odoo.addons.base.models.ir_cron:IrCron._commit_progress"
_RESTORE = "mobility_import_undo:MobilityImport._restore"

PLACES = [
    employer(
        rank % 3,
        title=title,
        service=f"Service {rank % 2}",
        places=1 + rank % 4,
        tutor=f"Camille Exemple{rank % 5}",
        tutor_email=f"camille{rank % 5}@tuteur.example.org",
        conditions="Travail de nuit" if rank % 2 else None,
    )
    for rank, title in enumerate(
        ["Accueil", "Médiathèque", "Cantine", "Voirie", "Archives", "État civil",
         "Régie", "Crèche", "Piscine", "Marchés", "Urbanisme"]
    )
]  # fmt: skip
AGENTS = [
    {
        **employer(rank % 3),
        "first_name": f"Prénom{rank}",
        "agent": f"Durand{rank}",
        "agent_email": f"agent{rank}@personne.example.org",
        "agent_phone": "06 39 98 00 01",
        "job": "Agent d'accueil",
        "hours": 35,
    }
    for rank in range(11)
]
_COMMUNES = ("Noailles", "Lassigny", "Noyon", "Beauvais", "Chantilly", "Senlis",
             "Compiègne", "Méru", "Clermont", "Chaumont-en-Vexin", "Creil")  # fmt: skip
EMPLOYERS = [
    {
        "employer": f"Syndicat Essai-{name}",
        "kind": "Syndicat",
        "commune": name,
        "siret": employer(rank)["siret"] if rank < 3 else None,
        "phone": f"03 44 00 00 {rank:02d}",
        "email": f"mairie{rank}@mairie.example.org",
        "street": f"{rank + 1} place de la Mairie",
    }
    for rank, name in enumerate(_COMMUNES)
]
ROWS = 11


@tagged("post_install", "-at_install")
class TestImportKill(ImportCommittedCase):
    def _die(self, *death):
        """A run that is killed."""
        settings = {"register.plan:Plan.chunk": LOT}
        status, said = self._process("cron_import", settings, *death)
        self.assertEqual(status, -signal.SIGKILL, said)

    def _never_killed(self, kind, rows):
        """What a run makes, how its rows end, and that undoing takes all back."""
        before = self._what_is_there()
        import_id = self._running(kind, rows)
        self._cron()
        made, lines = self._what_is_there(), self._lines(import_id)
        self.assertEqual(self._state(import_id), "done")
        self.assertNotEqual(made, before)
        self._undo(import_id, before)
        return made, lines

    def _undo(self, import_id, before):
        self._call(import_id, "action_undo")
        if self._state(import_id) == "undoing":
            self._cron()
        self.assertEqual(self._read(import_id, "state", "failure"), ["undone", False])
        self.assertEqual(self._what_is_there(), before)

    def _done(self, import_id):
        lines = self._lines(import_id)
        self.assertEqual(
            self._read(import_id, "done_count"), sum(line[3] for line in lines)
        )
        return sum(line[3] for line in lines)

    def _assert_killed_twice_makes_the_same(self, kind, rows):
        self.assertEqual(len(rows), ROWS)
        with self._small():
            before = self._what_is_there()
            made, lines = self._never_killed(kind, rows)
            import_id = self._running(kind, rows)
            # In the middle of the second lot: all written, nothing committed.
            self._die(_WRITE, 2)
            self.assertEqual(self._done(import_id), LOT)
            self.assertEqual(self._state(import_id), "running")
            self.assertEqual(self._progress()[-1], (LOT, ROWS + 1 - LOT))
            # Then just after the commit of the second: the first commit says what waits.
            self._die(_COMMIT, 2)
            self.assertEqual(self._done(import_id), 2 * LOT)
            self._cron()
            self.assertEqual(self._state(import_id), "done")
            self.assertEqual(self._what_is_there(), made)
            self.assertEqual(self._lines(import_id), lines)
            self.assertEqual(self._done(import_id), ROWS)
            self.assertEqual(self._progress()[-1], (ROWS + 1 - 2 * LOT, 0))
            # And again: there is nothing left to do.
            self._cron()
            self.assertEqual(self._what_is_there(), made)
            self._undo(import_id, before)

    def test_host_places(self):
        self._assert_killed_twice_makes_the_same("places", PLACES)

    def test_agents(self):
        self._assert_killed_twice_makes_the_same("agents", AGENTS)

    def test_employers(self):
        self._assert_killed_twice_makes_the_same("employers", EMPLOYERS)

    def test_a_check_killed_shows_nothing_and_is_made_again(self):
        with self._small():
            import_id = self._sent("places", PLACES)
            self._die("mobility_import_run:MobilityImport._show", 1)
            self.assertEqual(self._state(import_id), "checking")
            self.assertEqual(self._lines(import_id), [])
            self._cron()
            self.assertEqual(self._state(import_id), "preview")
            self.assertEqual(len(self._lines(import_id)), ROWS)

    def test_undoing_killed_undoes_nothing_then_all(self):
        with self._small():
            before = self._what_is_there()
            import_id = self._running("places", PLACES)
            self._cron()
            made = self._what_is_there()
            self._call(import_id, "action_undo")
            self.assertEqual(self._state(import_id), "undoing")
            self._die(_RESTORE, 1)
            self.assertEqual(self._what_is_there(), made)
            self._cron()
            self.assertEqual(self._state(import_id), "undone")
            self.assertEqual(self._what_is_there(), before)

    def test_what_a_killed_run_wrote_is_undone_without_the_rest(self):
        with self._small():
            before = self._what_is_there()
            import_id = self._running("places", PLACES)
            self._die(_WRITE, 2)
            self.assertNotEqual(self._what_is_there(), before)
            with self._failing():
                self._cron()
            self.assertEqual(self._state(import_id), "stopped")
            self._undo(import_id, before)
