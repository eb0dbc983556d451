import ipaddress
import socket
from unittest.mock import patch

from odoo.tests import tagged

from .common import MobilityCase

# They install themselves in a plain Odoo and send what is typed to outside services.
TALKATIVE = (
    "partner_autocomplete", "iap", "iap_mail", "iap_crm", "snailmail",
    "snailmail_account", "web_unsplash", "google_recaptcha", "website_google_map",
    "base_geolocalize", "sms", "mail_plugin",
)  # fmt: skip


class OutsideConnection(AssertionError):
    """Something tried to leave the machine."""


def _is_local(address):
    if not isinstance(address, tuple):
        return True  # a unix socket
    host = address[0]
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _guarded(name):
    method = getattr(socket.socket, name)

    def connect(self, address):
        if not _is_local(address):
            raise OutsideConnection(f"connection to {address}")
        return method(self, address)

    return connect


def _lookup(host, *arguments, **options):
    if not _is_local((host or "",)):
        raise OutsideConnection(f"look-up of {host}")
    return _real_lookup(host, *arguments, **options)


_real_lookup = socket.getaddrinfo


@tagged("post_install", "-at_install")
class TestNoOutsideSocket(MobilityCase):
    """What people type about their working life stays on the CDG's machine."""

    def setUp(self):
        super().setUp()
        for name in ("connect", "connect_ex"):
            self.enterContext(patch.object(socket.socket, name, _guarded(name)))
        self.enterContext(patch.object(socket, "getaddrinfo", _lookup))

    def test_the_guard_bites(self):
        with socket.socket() as outside, self.assertRaises(OutsideConnection):
            outside.connect(("198.51.100.7", 80))
        with self.assertRaises(OutsideConnection):
            socket.create_connection(("exemple.invalid", 443), timeout=1)
        with socket.socket() as here:
            here.bind(("127.0.0.1", 0))
            here.listen()
            with socket.socket() as client:
                client.connect(here.getsockname())

    def test_talkative_modules_are_not_installed(self):
        found = self.env["ir.module.module"].search(
            [("name", "in", TALKATIVE), ("state", "!=", "uninstalled")]
        )
        installed = found.filtered(lambda module: module.state != "uninstallable")
        self.assertFalse(installed.mapped("name"))

    def test_an_employer_typed_in_goes_nowhere(self):
        self.env["res.partner"].with_user(self.adviser).create(
            {
                "name": "Commune de Test-Réseau",
                "is_company": True,
                "mobility_employer_kind": "commune",
                "company_registry": "99906101300028",
                "email": "mairie@test-reseau.example.org",
                "vat": False,
            }
        )
        self.env.flush_all()
        self.env.cr.precommit.run()

    def test_from_a_request_to_a_convention(self):
        self.frozen_convention()
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env["mail.mail"].sudo().search([]).send()

    def test_the_printed_pdf_calls_nobody(self):
        self.frozen_convention(render=True)
