"""French is complete and the template is fresh."""

import io
import re
from pathlib import Path

import polib

from odoo.modules import get_module_path
from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import trans_export

MODULE = "bourse_mobilite"
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]")


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = Path(get_module_path(MODULE)) / "i18n"
        cls.template = polib.pofile(str(folder / f"{MODULE}.pot"))
        cls.french = polib.pofile(str(folder / "fr.po"))

    def test_the_template_is_fresh(self):
        out = io.BytesIO()
        trans_export(None, [MODULE], out, "po", self.env)
        now = {entry.msgid for entry in polib.pofile(out.getvalue().decode())}
        kept = {entry.msgid for entry in self.template}
        self.assertFalse(now - kept, "export the template again: texts are new")
        self.assertFalse(kept - now, "export the template again: texts are gone")

    def test_french_is_complete(self):
        french = {entry.msgid: entry for entry in self.french}
        self.assertEqual(set(french), {entry.msgid for entry in self.template})
        for entry in self.french:
            self.assertTrue(entry.msgstr.strip(), entry.msgid)
            self.assertNotIn("fuzzy", entry.flags, entry.msgid)

    def test_french_keeps_what_is_filled_in(self):
        for entry in self.french:
            self.assertCountEqual(
                PLACEHOLDER.findall(entry.msgid),
                PLACEHOLDER.findall(entry.msgstr),
                entry.msgid,
            )
