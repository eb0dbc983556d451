"""The bilan on the portal: what is asked of the connected person, what can be read."""

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.http import Controller, request, route

from .assess_page import add_remark, form_page, give, pdf, typed_form
from .frame import page, typed
from .party import own_organisations_sudo, own_request

_OWN = "/my/bilans/<int:assessment_id>"
_USER = {"type": "http", "auth": "user", "website": True, "sitemap": False}


class OwnAssessments(Controller):
    """A connected person: what is asked, what can be read."""

    @route("/my/bilans", readonly=True, **_USER)
    def assessments(self, **_more):
        """The bilans asked of the connected person, and those one may read."""
        partner = request.env.user.partner_id
        return page(
            "portal_assessments",
            page_name="mobility_assessments",
            own=request.env["mobility.assessment"]._portal_own(partner),
            complete=request.env["mobility.request"]._portal_complete(
                partner, own_organisations_sudo()
            ),
        )

    @route(_OWN, methods=["GET"], readonly=True, **_USER)
    def own_assessment(self, assessment_id, donne="", mot="", **_more):
        """The form, or thanks and what can be read."""
        row_sudo = self._own(assessment_id)
        return self._show(
            row_sudo,
            given=bool(donne) and row_sudo.state == "given",
            remarked=bool(mot and row_sudo.remark),
        )

    @route(_OWN, methods=["POST"], **_USER)
    def give_own(self, assessment_id, **_more):
        """Record the answers, once."""
        row_sudo = self._own(assessment_id)
        form = typed_form(row_sudo)
        by_staff = row_sudo.partner_id != request.env.user.partner_id
        refusal = give(row_sudo, form, "staff" if by_staff else "portal")
        if refusal and row_sudo.state != "given":
            return self._show(row_sudo, form, refusal)
        if by_staff:
            # What one entered for somebody is read in the back office.
            path = f"/odoo/mobility.request/{row_sudo.request_id.id}"
            return request.redirect(path, code=303)
        return request.redirect(f"/my/bilans/{assessment_id}?donne=1", code=303)

    @route(f"{_OWN}/mot", methods=["POST"], **_USER)
    def own_remark(self, assessment_id, remark="", **_more):
        """Add a word on the other's answers, once."""
        row_sudo = self._own(assessment_id)
        problem = add_remark(row_sudo, typed(remark))
        if problem and not row_sudo.remark:
            return self._show(row_sudo, remark=typed(remark), remark_error=problem)
        return request.redirect(f"/my/bilans/{assessment_id}?mot=1", code=303)

    @route("/my/demandes/<int:request_id>/bilan", readonly=True, **_USER)
    def bilan(self, request_id, **_more):
        """What the connected person may read of a bilan."""
        _request_sudo, bilan = self._readable(request_id)
        return page(
            "portal_bilan",
            page_name="mobility_bilan",
            bilan=bilan,
            pdf=f"/my/demandes/{request_id}/bilan.pdf",
        )

    @route("/my/demandes/<int:request_id>/bilan.pdf", readonly=True, **_USER)
    def bilan_pdf(self, request_id, **_more):
        """The same, to be kept."""
        request_sudo, bilan = self._readable(request_id)
        return pdf(request_sudo, bilan["reader"])

    def _own(self, assessment_id):
        """The bilan asked of the connected person, or that staff enters (sudo): the
        record rules decide.

        :raises NotFound: it is somebody else's
        """
        rows = request.env["mobility.assessment"]
        user = request.env.user
        staff = user.has_group("bourse_mobilite.group_mobility_adviser")
        row = rows
        if rows.has_access("read"):
            row = rows.search(
                Domain("id", "=", assessment_id)
                & Domain("side", "in", ["tutor", "agent"])
                & Domain("state", "in", ["waiting", "given"])
            )
        row_sudo = row.sudo()
        own = row_sudo.partner_id == user.partner_id
        if not row or not (own or (staff and row_sudo.state == "waiting")):
            raise request.not_found()
        return row_sudo

    def _readable(self, request_id):
        """``(request in sudo, what may be read of its bilan)``.

        :raises NotFound: the connected person has no part in it
        """
        user = request.env.user
        own = request.env["mobility.assessment"]
        immersion_sudo = own_request(request_id).sudo()
        if not immersion_sudo and own.has_access("read"):
            # A tutor reads no request, only the bilan that was asked.
            asked_sudo = own.search(
                Domain("request_id", "=", request_id)
                & Domain("partner_id", "=", user.partner_id.id),
                limit=1,
            ).sudo()
            immersion_sudo = asked_sudo.request_id
        if not immersion_sudo:
            raise request.not_found()
        try:
            return immersion_sudo, immersion_sudo._portal_assessment(user.partner_id)
        except AccessError:
            raise request.not_found() from None

    def _show(self, row_sudo, form=None, refusal=None, **values):
        request_id = row_sudo.request_id.id
        return form_page(
            row_sudo,
            form,
            refusal,
            page_name="mobility_assess",
            action=f"/my/bilans/{row_sudo.id}",
            remark_action=f"/my/bilans/{row_sudo.id}/mot",
            pdf=f"/my/demandes/{request_id}/bilan.pdf",
            with_token=True,
            kept_of=request.env.user.id,
            by_staff=row_sudo.partner_id != request.env.user.partner_id,
            **values,
        )
