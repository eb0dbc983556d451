"""An Odoo environment on one database, for the scripts of this folder."""

import contextlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# The rules of the addon need no Odoo: plans read them under their own name.
sys.path.insert(0, str(ROOT / "bourse_mobilite"))


@contextlib.contextmanager
def environment(database):
    """The environment of the superuser, in French."""
    import odoo.tools.config
    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry

    odoo.tools.config.parse_config(
        ["-d", database, "--no-http", "--log-level=warn", "--max-cron-threads=0"]
    )
    with Registry(database).cursor() as cursor:
        yield api.Environment(cursor, SUPERUSER_ID, {"lang": "fr_FR"})
