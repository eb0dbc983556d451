"""1,000 rows of host places: our import, and core's of as many contacts."""

import base64
import io
import random

from builder.employers import siret
from builder.words import SERVICES, TASKS
from openpyxl import Workbook

from figures import Side

ROWS = 1_000
# A register comes from employers that the centre de gestion mostly knows.
KNOWN, NEW = 200, 50
SEED = 5
_HEADINGS = (
    "SIRET", "Employeur", "Nature", "Adresse", "Code postal", "Commune", "Téléphone",
    "Courriel", "Intitulé de l'offre", "Métier", "Service", "Description", "Places",
    "Nom du tuteur", "Fonction du tuteur", "Courriel du tuteur",
)  # fmt: skip
_CONTACT = ("name", "is_company", "street", "zip", "city", "email", "phone")
# Beyond those of the database: a SIRET that nobody has yet.
_FIRST_NEW = 500_000


def employers(env):
    """The employers of the register: contact values by heading of core's import."""
    fields = [*_CONTACT, "company_registry"]
    known = env["res.partner"].search(
        [("mobility_employer_kind", "!=", False), ("company_registry", "!=", False)],
        order="id",
        limit=KNOWN + NEW,
    )
    rows = known.read(fields, load=False)
    for rank, row in enumerate(rows[KNOWN:]):
        row["name"] = f"{row['name']} – annexe"
        row["company_registry"] = siret(_FIRST_NEW + rank)
        row["email"] = f"annexe.{rank}@commune.example.org"
    return rows


def register(env):
    """The register as a file: each employer has some four places and one tutor."""
    rng = random.Random(SEED)
    owners = employers(env)
    metiers = env["mobility.metier"].search([], order="id").mapped("name")
    book = Workbook()
    sheet = book.active
    sheet.append(_HEADINGS)
    for rank in range(ROWS):
        owner = owners[rank % len(owners)]
        metier, service = rng.choice(metiers), rng.choice(SERVICES)
        tutor = rank % len(owners)
        sheet.append(
            (
                owner["company_registry"], owner["name"], "Commune", owner["street"],
                owner["zip"], owner["city"], owner["phone"], owner["email"],
                f"{metier} – {service} {rank}", metier, service,
                "\n".join(rng.sample(TASKS, 2)), 1 + rank % 3,
                f"Camille Tuteur {tutor}", "Responsable de service",
                f"camille.tuteur{tutor}@personne.example.org",
            )
        )  # fmt: skip
    written = io.BytesIO()
    book.save(written)
    return base64.b64encode(written.getvalue())


class Preview(Side):
    """From the file to the preview: read, checked, told row by row."""

    def __init__(self, env):
        super().__init__(env)
        self.file = register(env)

    def run(self):
        batch = self._sent()
        seconds, _answer = self.timed(batch.action_preview)
        assert (batch.state, batch.created_count) == ("preview", ROWS), batch.state
        self.forget()
        return seconds

    def _sent(self):
        return self.env["mobility.import"].create(
            {"kind": "places", "file": self.file, "file_name": "registre.xlsx"}
        )


class Ours(Preview):
    """From the preview to the offers: read and checked again, written, noted so that
    it can be undone."""

    def run(self):
        offers = self.env["mobility.offer"]
        before = offers.search_count([])
        batch = self._sent()
        batch.action_preview()
        self.env.flush_all()
        self.env.invalidate_all()
        seconds, _answer = self.timed(batch.action_import)
        made = offers.search_count([]) - before
        assert (batch.state, made) == ("done", ROWS), (batch.state, made)
        self.forget()
        return seconds


class Peer(Side):
    """`load()` of 1,000 contacts with the columns that an employer has."""

    def __init__(self, env):
        super().__init__(env)
        owners = employers(env)
        self.rows = []
        for rank in range(ROWS):
            owner = dict(owners[rank % len(owners)])
            owner["name"] = f"{owner['name']} {rank}"
            owner["email"] = f"contact.{rank}@commune.example.org"
            self.rows.append([str(owner[name] or "") for name in _CONTACT])

    def run(self):
        seconds, answer = self.timed(
            self.env["res.partner"].load, list(_CONTACT), self.rows
        )
        assert answer["ids"] and len(answer["ids"]) == ROWS, answer["messages"]
        self.forget()
        return seconds
