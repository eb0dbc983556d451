"""The PDF of one convention, of a hundred, and wkhtmltopdf alone."""

import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from odoo.addons.base.models import ir_actions_report

from figures import Side

REPORT = "bourse_mobilite.report_convention"
MANY = 100
_REPLAYS = 5


class _Conventions(Side):
    count = 1

    def drafts(self):
        """Draft conventions of requests that are agreed, complete."""
        requests = self.env["mobility.request"].search(
            [("state", "=", "agreed")], order="id", limit=self.count
        )
        for request in requests:
            request.action_make_convention()
        self.env.flush_all()
        # A press of the button finds no record in memory.
        self.env.invalidate_all()
        return requests.convention_ids

    def forget(self):
        """A server at work keeps what it knows of the house: defaults, external ids."""
        self.env.cr.rollback()
        self.env.transaction.clear()


class One(_Conventions):
    """The PDF of one convention, as its button makes it."""

    def run(self):
        reports = self.env["ir.actions.report"]
        draft = self.drafts()
        seconds, (content, _kind) = self.timed(
            reports._render_qweb_pdf, REPORT, draft.ids
        )
        assert content.startswith(b"%PDF"), content[:20]
        self.forget()
        return seconds


class Frozen(_Conventions):
    """One convention frozen by its button: the PDF, its hash, its rows to sign, the
    mails that ask for the signatures."""

    def run(self):
        draft = self.drafts()
        seconds, _answer = self.timed(draft.action_freeze)
        assert draft.state == "to_sign", draft.state
        self.forget()
        return seconds


class Many(_Conventions):
    """A hundred conventions frozen in one action, with their rows to sign."""

    count = MANY

    def run(self):
        drafts = self.drafts()
        assert len(drafts) == MANY, len(drafts)
        seconds, _answer = self.timed(drafts.action_freeze)
        assert set(drafts.mapped("state")) == {"to_sign"}
        self.forget()
        return seconds


class Alone(_Conventions):
    """wkhtmltopdf with the page and the options that Odoo gives it for one
    convention."""

    def __init__(self, env):
        super().__init__(env)
        self.folder = tempfile.TemporaryDirectory(prefix="bourse-mesure-")
        self.command = None
        run = ir_actions_report._run_wkhtmltopdf

        def watched(arguments):
            self.command = [
                ir_actions_report._wkhtml().bin,
                *map(self._kept, arguments),
            ]
            return run(arguments)

        draft = self.drafts()
        with patch.object(ir_actions_report, "_run_wkhtmltopdf", watched):
            env["ir.actions.report"]._render_qweb_pdf(REPORT, draft.ids)
        self.forget()

    def _kept(self, argument):
        """A temporary file of Odoo is gone when it has printed: keep a copy."""
        path = Path(argument)
        if not path.is_absolute() or not path.is_file():
            return argument
        return shutil.copy(path, self.folder.name)

    def run(self):
        seconds = []
        for _replay in range(_REPLAYS):
            started = time.perf_counter()
            subprocess.run(self.command, capture_output=True, check=True)
            seconds.append(time.perf_counter() - started)
        assert Path(self.command[-1]).read_bytes().startswith(b"%PDF")
        return sorted(seconds)[_REPLAYS // 2]
