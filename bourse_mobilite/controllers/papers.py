"""The papers of an immersion: for the agent and for who issued them; and an ordre de
mission that its employer corrects before signing it."""

from base64 import b64decode

from odoo.exceptions import UserError
from odoo.http import request, route

from .frame import download, page, too_long, typed
from .party import Party
from .signing import SignLinks

_ORDER = "/my/conventions/<int:convention_id>/ordres/<int:document_id>"
_BY_LINK = "/convention/signer/<string:secret>/ordre"
_TYPED = ("own_vehicle", "transport", "residence", "reason")


def _typed_order(order_sudo, form=None):
    """What the form holds: what was typed, or what the order says today."""
    said = order_sudo.particulars or {}
    return {
        name: typed(form.get(name)) if form is not None else said.get(name, "")
        for name in _TYPED
    }


def _order_page(order_sudo, values, **frame):
    """The form that corrects an order."""
    refused = order_sudo.signatory_ids.filtered(lambda row: row.state == "refused")
    return page(
        "portal_order",
        **{
            "error": "",
            "typed": values,
            "company_sudo": order_sudo.company_id,
            "order": {
                "title": order_sudo.display_name,
                "issuer": order_sudo.issuer_id.name,
                "signer": order_sudo._usual_role().partner_id.name,
                "reason": refused[:1].refused_reason or "",
                "summary": order_sudo.summary or [],
            },
            **frame,
        },
    )


def _make_again(order_sudo, values, role_sudo):
    """Write the next version.

    :return: '' when it is made, else what to say on the same page
    """
    try:
        if error := too_long(values["reason"]):
            raise UserError(error)
        with request.env.cr.savepoint():
            said = order_sudo._say_journey(
                *(values[name] for name in _TYPED if name != "reason")
            )
            order_sudo.convention_id._make_order_again(
                order_sudo, values["reason"], said, role_sudo
            )
    except UserError as refusal:
        return refusal.args[0]
    return ""


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
        return download(content, paper_sudo.sealed_name, "application/pdf")

    @route(_ORDER, type="http", auth="user", website=True, methods=["GET"])
    def order(self, convention_id, document_id, **_more):
        """What the employer can correct; of an order that no longer can be, the page
        that says where it stands."""
        order_sudo = self._own_order(convention_id, document_id)
        if not order_sudo:
            return self._order_back(convention_id)
        return self._order_form(order_sudo, _typed_order(order_sudo))

    @route(_ORDER, type="http", auth="user", website=True, methods=["POST"])
    def order_again(self, convention_id, document_id, **form):
        """Write the next version, or show the form again with all that was typed."""
        order_sudo = self._own_order(convention_id, document_id)
        if not order_sudo:
            return self._order_back(convention_id)
        values = _typed_order(order_sudo, form)
        if error := _make_again(order_sudo, values, order_sudo._usual_role()):
            return self._order_form(order_sudo, values, error=error)
        return request.redirect(
            f"/my/conventions/{convention_id}?ordre=1#papers", code=303
        )

    def _own_order(self, convention_id, document_id):
        """The order (sudo) when the connected person may correct it, or nothing."""
        act = self._own_convention(convention_id)
        if not act:
            raise request.not_found()
        orders_sudo = act.sudo().document_ids.filtered(
            lambda one: one.id == document_id and one.kind == "mission_order"
        )
        return orders_sudo._portal_order(request.env.user.partner_id)

    def _order_back(self, convention_id):
        return request.redirect(f"/my/conventions/{convention_id}#papers", code=303)

    def _order_form(self, order_sudo, values, **frame):
        act_id = order_sudo.convention_id.id
        return _order_page(
            order_sudo,
            values,
            page_name="mobility_order",
            form_action=f"/my/conventions/{act_id}/ordres/{order_sudo.id}",
            back=f"/my/conventions/{act_id}#papers",
            **frame,
        )


class PaperLinks(SignLinks):
    @route(
        _BY_LINK,
        type="http",
        auth="public",
        website=True,
        multilang=False,
        methods=["GET"],
        sitemap=False,
    )
    def sign_order(self, secret, **_more):
        """What the authority can correct before signing, without an account."""
        row_sudo = self._sign_order_row(secret)
        if not row_sudo:
            return self._sign_back(secret)
        order_sudo = row_sudo.document_id
        return self._sign_order_form(secret, order_sudo, _typed_order(order_sudo))

    # The secret is in the address, as on the other pages of a link.
    @route(
        _BY_LINK,
        type="http",
        auth="public",
        website=True,
        multilang=False,
        methods=["POST"],
        csrf=False,
        sitemap=False,
    )
    def sign_order_again(self, secret, **form):
        """Write the next version: its link leaves at once, to the same person."""
        row_sudo = self._sign_order_row(secret)
        if not row_sudo:
            return self._sign_back(secret)
        order_sudo = row_sudo.document_id
        values = _typed_order(order_sudo, form)
        if error := _make_again(order_sudo, values, order_sudo._usual_role()):
            return self._sign_order_form(secret, order_sudo, values, error=error)
        return self._sign_back(secret)

    def _sign_order_row(self, secret):
        """The signature (sudo) that waits of an order, or nothing."""
        _link_sudo, row_sudo, status = self._sign_open(secret)
        if status != "sign":
            return None
        order_sudo = row_sudo.document_id
        own = order_sudo.kind == "mission_order" and order_sudo._portal_order(
            row_sudo.partner_id
        )
        return row_sudo if own else None

    def _sign_order_form(self, secret, order_sudo, values, **frame):
        path = f"/convention/signer/{secret}"
        return self._private(
            _order_page(
                order_sudo,
                values,
                page_name="",
                form_action=f"{path}/ordre",
                back=path,
                **frame,
            )
        )
