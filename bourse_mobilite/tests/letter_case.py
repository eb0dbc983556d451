"""Requests that are answered, for the tests of their letters."""

from datetime import timedelta

from lxml import html

from ..models.guard import acting

REASONS = "Deux agents du service sont absents sur cette période."
MOTIVATION = "Motif réservé"
RECOURSE = "Voies et délais de recours"
REPORT = "bourse_mobilite.decision_letter"


def row_of(request, party):
    return request.decision_ids.filtered(lambda row: row.party == party)


def text_of_letter(row):
    """What the letter of this row says, on one line."""
    report = acting(row.env["ir.actions.report"])
    page, _kind = report._render_qweb_html(
        "bourse_mobilite.report_decision_letter", row.ids
    )
    return " ".join(html.fromstring(page).text_content().split())


def answer(request, party, word="agreed", author=None, **more):
    """The row of this party, answered by its authority unless told otherwise."""
    row = row_of(request, party)
    if word != "agreed":
        more = {"reasons": REASONS, **more}
    if word == "postponed":
        start = request.date_end + timedelta(days=30)
        more = {"proposed": (start, start + timedelta(days=20)), **more}
    row._answer(word, author=author and author.partner_id, **more)
    return row
