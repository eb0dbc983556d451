"""The spreadsheets that an HR contact sends, and sends back corrected."""

import base64
from io import BytesIO
from unittest.mock import patch

from openpyxl import Workbook, load_workbook

from ..rules.register.columns import REASON_HEADING
from ..rules.register.kinds import PLACES
from .common import HOST_SIRET
from .portal_case import PortalCase

URL = "/my/offres/importer"
SIRET, EMPLOYER, COMMUNE, TITLE, PLACE_COUNT, TUTOR, TUTOR_EMAIL = (
    PLACES.by_key[key].heading
    for key in (
        "siret", "employer", "commune", "title", "places", "tutor", "tutor_email",
    )
)  # fmt: skip
UNKNOWN = "Ce que l'on y fait"


def book(*lines):
    """The .xlsx of ``lines``, cell by cell; a text that begins with = is a formula."""
    written, workbook = BytesIO(), Workbook()
    for line in lines:
        workbook.active.append(list(line))
    workbook.save(written)
    return written.getvalue()


def places(*rows):
    """The .xlsx of ``rows`` (dictionaries by heading)."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    return book(headings, *([row.get(heading) for heading in headings] for row in rows))


# A list as they come: a title, two rows of headings, a column of its own, mistakes.
MESSY = book(
    ["Recensement 2026 des lieux d'accueil"],
    [],
    ["Qui accueille", None, None, "Pour quoi faire", None, None, "Avec qui"],
    ["N° SIRET", "Collectivité", "Ville", "Poste", UNKNOWN, "Nb de places", "Tuteur"],
    [HOST_SIRET, "Commune d'Accueil-Test", "Lassigny", "Guichet unique",
     "Recevoir les habitants.", 1, "Inès Guichet"],
    [None, None, None, "Espaces verts", "Tondre, planter, arroser.", 2, None],
    ["99906105400015", "Commune d'Accueil-Test", "Lassigny", "Cantine scolaire",
     "Préparer et servir.", 1, None],
    [None, None, None, "Médiathèque", "Ranger, conseiller.", 0, None],
    [None, None, None, '=HYPERLINK("http://example.org")', "Classer.", 1, None],
)  # fmt: skip


def corrected(content):
    """The file of the rows to correct, as the HR contact corrects it."""
    workbook = load_workbook(BytesIO(content))
    (head, *rows) = workbook.active.iter_rows()
    at = {cell.value: rank for rank, cell in enumerate(head)}
    for row in rows:
        assert row[at[REASON_HEADING]].value, "a rejected row has no reason"
        if row[at["N° SIRET"]].value:
            row[at["N° SIRET"]].value = HOST_SIRET
        row[at["Nb de places"]].value = 1
        row[at["Poste"]].value = row[at["Poste"]].value or "Archives"
    written = BytesIO()
    workbook.save(written)
    return written.getvalue()


class RegisterCase(PortalCase):
    def last(self):
        """The last file that was received."""
        self.env.invalidate_all()
        return self.env["mobility.import"].search([], order="id desc", limit=1)

    def upload(self, content, name="places.xlsx", status=303, **values):
        """Send a file as the form does; answer the import, or the page."""
        form = self.forms(URL)[0]
        data = {**dict(form.form_values()), **values}
        response = self.url_open(
            URL, data=data, files={"file": (name, content)}, allow_redirects=False
        )
        self.assertEqual(response.status_code, status, response.text)
        if status != 303:
            return response.text
        batch = self.last()
        self.assertEqual(response.headers["Location"].rpartition("/")[2], str(batch.id))
        return batch

    def press(self, batch, action, **values):
        """Press a button of the page of a file; the page where one arrives."""
        url = f"{URL}/{batch.id}"
        (form,) = (one for one in self.forms(url) if one.action.endswith(action))
        response = self.url_open(
            form.action, data={**dict(form.form_values()), **values}
        )
        self.assertEqual(response.status_code, 200)
        self.assertTrue(response.url.endswith((url, action, "?changed=1")))
        self.env.invalidate_all()
        return response.text

    def rejected(self, batch):
        return base64.b64decode(batch.with_context(bin_size=False).rejected_file)

    def pages_of(self, batch):
        return [URL, f"{URL}/modele", f"{URL}/{batch.id}", f"{URL}/{batch.id}/rejets"]

    def choice_of(self, batch, heading):
        return next(one for one in batch.column_ids if one.heading == heading)

    def offers(self, *names):
        return self.env["mobility.offer"].search([("name", "in", names)], order="name")

    def run_cron(self):
        """What waits is taken up; nothing is committed."""
        with patch.object(
            self.env.registry["ir.cron"], "_commit_progress", lambda *_a, **_k: 600
        ):
            self.env["mobility.import"]._cron_run()
        self.env.invalidate_all()
