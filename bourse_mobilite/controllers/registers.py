"""The HR contact of an employer sends the list of its host places, and corrects it."""

import re

from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from ..models.mobility_import_portal import MOST_READ, SHOWN
from .frame import download, page, typed, typed_id

_URL = "/my/offres/importer"
_ONE = f"{_URL}/<int:import_id>"
_COLUMN = re.compile(r"column_([0-9]{1,4})")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Registers(Controller):
    @route(
        _URL,
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def registers(self, **_more):
        """What sending a list does, the template, and the files already sent."""
        return self._choose_file(self._roles())

    @route(
        _URL, type="http", auth="user", website=True, methods=["POST"], sitemap=False
    )
    def send_register(self, organisation="", file=None, **_more):
        """Read the file, then on to its columns or its preview; a file that cannot be
        read shows the page again and leaves nothing behind."""
        roles_sudo = self._roles()
        role_sudo = roles_sudo
        if len(roles_sudo) > 1:
            role_sudo = roles_sudo.filtered(
                lambda one: one.id == typed_id(organisation)
            )
        try:
            if not role_sudo:
                raise UserError(
                    request.env._("Say which organisation offers these places.")
                )
            # A text under the name of the file is no file.
            content = file.read(MOST_READ) if hasattr(file, "read") else b""
            name = getattr(file, "filename", "")
            with request.env.cr.savepoint():
                batch_sudo = request.env["mobility.import"]._portal_receive(
                    role_sudo, name, content
                )
        except UserError as refusal:
            return self._choose_file(roles_sudo, role_sudo, error=refusal.args[0])
        return request.redirect(f"{_URL}/{batch_sudo.id}", code=303)

    @route(
        f"{_URL}/modele",
        type="http",
        auth="user",
        website=True,
        multilang=False,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def template(self, **_more):
        """The spreadsheet to fill in."""
        self._roles()
        imports_sudo = request.env["mobility.import"].sudo()
        content = imports_sudo._template_of("places")
        return download(content, request.env._("host-places.xlsx"), _XLSX)

    @route(
        _ONE,
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def register(self, import_id, changed="", **_more):
        """Where one file stands, and what to do with it now."""
        return self._one(self._find(import_id), changed=bool(changed))

    @route(
        f"{_ONE}/columns",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def columns(self, import_id, **more):
        """Say what each column holds, then look at the preview."""
        batch_sudo = self._find(import_id)
        if batch_sudo.state == "columns":
            keys = {
                int(position[1]): typed(key)
                for name, key in more.items()
                if isinstance(key, str) and (position := _COLUMN.fullmatch(name))
            }
            try:
                batch_sudo._portal_choose(keys)
            except UserError as refusal:
                return self._one(batch_sudo, error=refusal.args[0])
        return request.redirect(f"{_URL}/{import_id}", code=303)

    @route(
        f"{_ONE}/revoir",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def columns_again(self, import_id, **_more):
        """From the preview back to what the columns hold."""
        batch_sudo = self._find(import_id)
        if batch_sudo.state == "preview":
            batch_sudo.action_back_to_columns()
        return request.redirect(f"{_URL}/{import_id}", code=303)

    @route(
        f"{_ONE}/envoyer",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def send(self, import_id, **_more):
        """Send the offers of the preview to the centre de gestion; a second time
        changes nothing."""
        batch_sudo = self._find(import_id)
        try:
            changed = batch_sudo._portal_send()
        except UserError as refusal:
            return self._one(batch_sudo, error=refusal.args[0])
        query = "?changed=1" if changed else ""
        return request.redirect(f"{_URL}/{import_id}{query}", code=303)

    @route(
        [f"{_ONE}/columns", f"{_ONE}/revoir", f"{_ONE}/envoyer"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def back_to_the_file(self, import_id, **_more):
        """The address that a page with an error keeps, typed or reloaded: the file."""
        self._find(import_id)
        return request.redirect(f"{_URL}/{import_id}", code=303)

    @route(
        f"{_ONE}/rejets",
        type="http",
        auth="user",
        website=True,
        multilang=False,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def rejected(self, import_id, **_more):
        """The rows to correct, each with its reason."""
        content = self._find(import_id)._portal_rejected()
        if not content:
            raise request.not_found()
        return download(content, request.env._("rows-to-correct.xlsx"), _XLSX)

    def _roles(self):
        """The roles of the connected person that may send a list (sudo); others have
        no page here."""
        roles_sudo = request.env["mobility.import"]._portal_roles()
        if not roles_sudo:
            raise request.not_found()
        return roles_sudo

    def _find(self, import_id):
        """A file of one's organisations (sudo); another does not exist."""
        batch_sudo = request.env["mobility.import"]._portal_find(
            import_id, self._roles()
        )
        if not batch_sudo:
            raise request.not_found()
        return batch_sudo

    def _choose_file(self, roles_sudo, role_sudo=None, error=""):
        sent_sudo = request.env["mobility.import"]._portal_sent(roles_sudo)
        return page(
            "portal_registers",
            page_name="mobility_registers",
            organisations=self._organisations(roles_sudo),
            chosen=role_sudo.id if role_sudo else 0,
            files=sent_sudo._portal_values(),
            error=error,
        )

    def _one(self, batch_sudo, error="", changed=False):
        register = batch_sudo._portal_page()
        upload = {}
        if batch_sudo.state == "done" and register["rejected"]:
            roles_sudo = self._roles()
            role_sudo = roles_sudo.filtered(
                lambda one: one.employer_id == batch_sudo.sender_id
                and one.company_id == batch_sudo.company_id
            )
            upload = {
                "organisations": self._organisations(roles_sudo),
                "chosen": role_sudo.id,
            }
        return page(
            "portal_register",
            page_name="mobility_register",
            register=register,
            most_shown=SHOWN,
            company_sudo=batch_sudo.company_id,
            error=error,
            changed=changed and batch_sudo.state == "preview",
            **upload,
        )

    def _organisations(self, roles_sudo):
        """``{id, name, cdg}`` of each; the CDG is named when there are several."""
        several = len(roles_sudo.company_id) > 1
        return [
            {
                "id": role.id,
                "name": role.employer_id.name,
                "cdg": role.company_id.name if several else "",
            }
            for role in roles_sudo
        ]
