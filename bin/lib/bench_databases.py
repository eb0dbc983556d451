"""The databases of the benchmarks, in layers: each is filled from a fixed seed by
``benchmarks/build.py`` and made again when what it is made from changes."""

import database
import environment
import places
import python_env
from say import run_step

FOLDER = places.ROOT / "benchmarks"
ADDON = "bourse_mobilite"
JOBS_ADDON = "website_hr_recruitment"

EMPTY = "bourse_mesure_modele"
OISE = "bourse_mesure_oise"
FEW_OFFERS = "bourse_mesure_oise_mille"
MANY_OFFERS = "bourse_mesure_oise_vingt_mille"
EMPLOYERS = "bourse_mesure_employeurs"
DENSE = "bourse_mesure_departement"
TEN_THOUSAND = "bourse_mesure_dix_mille"
FRANCE = "bourse_mesure_france"
JOBS = "bourse_mesure_jobs"

# name -> (the layer below, what build.py makes, title)
_FILLED = {
    OISE: (EMPTY, ["oise"], "Oise : 1 000 employeurs, 10 403 agents, 5 000 demandes"),
    FEW_OFFERS: (EMPTY, ["oise", "1000"], "Oise : 1 000 offres"),
    MANY_OFFERS: (EMPTY, ["oise", "20000"], "Oise : 20 000 offres"),
    DENSE: (EMPTY, ["dense", "10000"], "Un département : 10 000 offres"),
    EMPLOYERS: (EMPTY, ["employers"], "France : 40 000 employeurs"),
    TEN_THOUSAND: (EMPLOYERS, ["offers", "10000"], "France : 10 000 offres"),
    FRANCE: (EMPLOYERS, ["offers", "100000"], "France : 100 000 offres"),
}


def make(name):
    """The database ``name``, complete and made from the present code.

    :raises Stop: when it cannot be made
    """
    key = _key(name)
    if database.stamp(name) == key:
        return
    places.check_room()
    below, steps = _recipe(name)
    database.build(name, key, below, steps)


def _recipe(name):
    if name == EMPTY:
        return database.make_dependencies([ADDON]), _install(ADDON)
    if name == JOBS:
        return database.make_dependencies([ADDON]), _jobs
    below, arguments, title = _FILLED[name]
    make(below)
    return below, lambda draft: _fill(draft, title, *arguments)


def _key(name):
    """A key of all that ``name`` is made from: our code, and what fills it."""
    builder = [path.read_bytes() for path in sorted((FOLDER / "builder").glob("*.py"))]
    scripts = [(FOLDER / script).read_bytes() for script in ("build.py", "inside.py")]
    # The peer's database knows nothing of our addon.
    ours = name != JOBS
    below = database.source_key([ADDON]) if ours else database.odoo_key([JOBS_ADDON])
    return places.digest(name, below, *builder, *scripts)


def _install(addon):
    def steps(draft):
        database.install(draft, [addon], f"Installation de {addon}")
        database.script(draft, "assets", "Préparation des pages")

    return steps


def _jobs(draft):
    _install(JOBS_ADDON)(draft)
    _fill(draft, f"{JOBS_ADDON} : 10 000 annonces", "jobs")


def _fill(draft, title, *arguments):
    """:raises Stop: when a row is not what the ORM would have written"""
    log = places.LOGS / f"mesure-{arguments[0]}.log"
    command = [python_env.PYTHON, FOLDER / "build.py", draft, *arguments]
    run_step(title, command, log, env=environment.variables())
