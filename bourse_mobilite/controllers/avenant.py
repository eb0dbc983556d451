"""The avenants of a convention, on the page of the convention."""

from odoo.fields import Domain
from odoo.http import request, route

from .party import Party


class Avenants(Party):
    @route(
        "/my/conventions/<int:convention_id>/avenants/<int:avenant_id>/pdf",
        type="http",
        auth="user",
        website=True,
        multilang=False,
        readonly=True,
    )
    def avenant_pdf(self, convention_id, avenant_id, **_more):
        """The frozen file itself, byte for byte."""
        avenants = request.env["mobility.avenant"]
        convention = self._own_convention(convention_id)
        if not convention:
            raise request.not_found()
        # Read as the person: the rules of the avenant and of the document decide.
        avenant = avenants.search(
            Domain("id", "=", avenant_id)
            & Domain("convention_id", "=", convention.id)
            & Domain("document_id", "!=", False)
        )
        if not avenant:
            raise request.not_found()
        response = self._file(avenant.document_id).get_response(as_attachment=False)
        response.headers["Cache-Control"] = "private, no-store"
        return response
