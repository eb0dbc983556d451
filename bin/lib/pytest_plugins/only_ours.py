"""Makes Odoo's ``test_lint`` judge the project's addons only, not all of Odoo."""

import os
from pathlib import Path

import odoo.modules
import odoo.modules.module

OURS = Path(os.environ["BOURSE_ROOT"])
every_manifest = odoo.modules.Manifest.all_addon_manifests


def our_manifests():
    return [
        manifest for manifest in every_manifest() if Path(manifest.path).parent == OURS
    ]


def our_modules():
    return [manifest.name for manifest in our_manifests()]


odoo.modules.Manifest.all_addon_manifests = staticmethod(our_manifests)
odoo.modules.get_modules = our_modules
odoo.modules.module.get_modules = our_modules
