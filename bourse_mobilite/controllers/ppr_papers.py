"""The papers of a PPR, for its agent and for those who act for the employer."""

from odoo.fields import Domain
from odoo.http import request, route

from ..models.ir_http import PRIVATE
from .party import Party


class PprPapers(Party):
    @route(
        "/my/ppr/papiers/<int:document_id>",
        type="http",
        auth="user",
        website=True,
        multilang=False,
        methods=["GET"],
        sitemap=False,
    )
    def ppr_paper(self, document_id, **_more):
        """The very file: sealed once everyone has signed, else as it was frozen."""
        files = request.env["mobility.ppr"]
        own = files._portal_search("agent") | files._portal_search("employer")
        documents = request.env["mobility.document"]
        if own:
            documents = documents.search(
                Domain("id", "=", document_id) & Domain("ppr_id", "in", own.ids)
            )
        if not documents:
            raise request.not_found()
        response = self._file(documents).get_response(as_attachment=False)
        response.headers.update(PRIVATE)
        return response
