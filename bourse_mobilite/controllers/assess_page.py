"""The page of a bilan, whoever opens it: asked, recorded, read."""

from odoo.exceptions import UserError
from odoo.http import request

from .assess_form import AssessForm, KeptAnswers
from .frame import download, page

_FIRST = ("presence", "last_day", "missed_half_days", "missed_hours", "other_tasks")
_LAST = ("satisfaction", "comment", "fit", "next_step", "advice", "job_opening")


def form_page(row_sudo, form=None, refusal=None, **values):
    """The page of a bilan that is asked, or thanks and what can be read."""
    items = row_sudo._items()
    tasks = row_sudo.proposed_tasks or []
    form = form or KeptAnswers(row_sudo)
    wrong = getattr(refusal, "wrong", {})
    # As one meets them on the page.
    order = [*_FIRST, *(f"mark_{item.id}" for item in items), *_LAST]
    wrong = {name: wrong[name] for name in order if name in wrong}
    bilan = row_sudo.request_id._assessment_values(row_sudo.side)
    families = {}
    for item in items:
        families.setdefault(item.family, []).append({"id": item.id, "name": item.name})
    labels = dict(items._fields["family"]._description_selection(request.env))
    return page(
        "portal_assess",
        side=row_sudo.side,
        state=row_sudo.state,
        person=row_sudo.partner_id.name,
        bilan=bilan,
        texts=form.shown,
        marks=form.marks,
        tasks=[(str(rank), rank in form.ticked, task) for rank, task in enumerate(tasks)],
        grid=[(labels[family], lines) for family, lines in families.items()],
        levels=_choices(request.env["mobility.assessment.mark"], "level"),
        choices={
            name: _choices(row_sudo, name)
            for name in (
                "presence", "fit", "next_step", "job_opening", "satisfaction",
            )
        },
        wrong=wrong,
        error=refusal.args[0] if refusal else "",
        may_remark=row_sudo._may_remark(),
        version=row_sudo.version,
        **{
            "kept_of": 0, "kept_for": row_sudo.id, "given": False, "remarked": False,
            "remark": "", "remark_error": "", "by_staff": False, **values,
        },
    )  # fmt: skip


def _choices(records, name):
    return records._fields[name]._description_selection(request.env)


def give(row_sudo, form, way):
    """Record the answers.

    :return: ``None``, or the exception that says what is wrong
    """
    try:
        with request.env.cr.savepoint():
            row_sudo._give(form.answers, way)
    except UserError as refusal:
        return refusal
    return None


def add_remark(row_sudo, remark):
    """Record the word on the other's answers; '' or what is wrong."""
    try:
        with request.env.cr.savepoint():
            row_sudo._remark_on_other(remark)
    except UserError as refusal:
        return refusal.args[0]
    return ""


def pdf(request_sudo, reader):
    name = f"bilan-{request_sudo.name}.pdf".replace("/", "-")
    return download(request_sudo._assessment_pdf(reader), name, "application/pdf")


def typed_form(row_sudo):
    return AssessForm(
        request.httprequest.form,
        row_sudo.side,
        row_sudo._items().ids,
        row_sudo.proposed_tasks or [],
    )
