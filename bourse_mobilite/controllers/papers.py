"""The papers of an immersion, for the agent and for who issued them."""

from base64 import b64decode

from odoo.http import request, route

from .frame import download
from .party import Party


class Papers(Party):
    @route(
        "/my/conventions/<int:convention_id>/papiers/<int:document_id>",
        type="http",
        auth="user",
        website=True,
        multilang=False,
        methods=["GET"],
        readonly=True,
    )
    def paper(self, convention_id, document_id, **_more):
        """The sealed file itself, byte for byte."""
        act = self._own_convention(convention_id)
        paper_sudo = act and act._portal_paper(request.env.user.partner_id, document_id)
        if not paper_sudo:
            raise request.not_found()
        content = b64decode(paper_sudo.with_context(bin_size=False).sealed_file)
        return download(content, paper_sudo.frozen_name, "application/pdf")
