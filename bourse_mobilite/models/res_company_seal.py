import os
from pathlib import Path

from odoo import api, fields, models
from odoo.tools import config

from ..pdf import seal_key
from .day_words import day_words

# Where the keys are, out of the database and of its copies.
FOLDER = "MOBILITY_SEAL_DIR"
WARN_DAYS = 30


class ResCompany(models.Model):
    """The key by which a centre de gestion seals its documents."""

    _inherit = "res.company"

    mobility_seal_warning = fields.Char(
        string="About the key of the seal",
        compute="_compute_mobility_seal_warning",
        groups="bourse_mobilite.group_mobility_manager",
        help="Why nothing can be sealed, or that the certificate soon expires.",
    )

    def _compute_mobility_seal_warning(self):
        for company in self:
            company.mobility_seal_warning = company._mobility_seal_warning()

    def _mobility_seal_warning(self):
        """What is wrong with the key, or soon will be; '' when all is well."""
        self.ensure_one()
        try:
            key = self._mobility_seal_key()
        except seal_key.SealError as error:
            return self._mobility_seal_problem(error.kind)
        left = key.days_left()
        if left > WARN_DAYS:
            return ""
        day = day_words(self.env, key.valid_until.date())
        return self.env._(
            "The certificate of the seal expires on %(day)s (days left: %(left)s). "
            "Order the next one now: without it, what everyone signed cannot be sealed.",
            day=day,
            left=left,
        )

    @api.model
    def _mobility_seal_folder(self):
        """The folder of the keys."""
        chosen = os.environ.get(FOLDER)
        return Path(chosen or Path(config["data_dir"]) / "mobility_seal")

    def _mobility_seal_path(self):
        """The PKCS#12 file of this centre de gestion, whether it is there or not: it
        bears the SIRET, else the number of the company."""
        self.ensure_one()
        folder = self._mobility_seal_folder()
        registry = self.sudo().partner_id.company_registry or ""
        siret = "".join(filter(str.isdecimal, registry))
        own = folder / f"company-{self.id}.p12"
        named = folder / f"{siret}.p12" if siret.isascii() and siret else own
        return own if own.exists() and not named.exists() else named

    def _mobility_seal_key(self):
        """The key, to be used now.

        :raises SealError: there is none, or it cannot be used
        """
        path = self._mobility_seal_path()
        try:
            content = path.read_bytes()
        except FileNotFoundError as error:
            raise seal_key.SealError("no_key", path) from error
        except OSError as error:
            raise seal_key.SealError("no_access", error) from error
        key = seal_key.load(content, self._mobility_seal_passphrase(path))
        key.check()
        return key

    def _mobility_seal_passphrase(self, path):
        """The first line of the text file beside the key; '' without one."""
        try:
            text = path.with_suffix(".txt").read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            return ""
        except (OSError, UnicodeDecodeError) as error:
            raise seal_key.SealError("no_access", error) from error
        return text.partition("\n")[0].rstrip("\r")

    def _mobility_seal_problem(self, kind):
        """What is wrong and what to do, in words.

        :param kind: see ``SealError`` and ``mobility.document.seal_failure``
        """
        self.ensure_one()
        path = self._mobility_seal_path()
        files = {"file": path.name, "folder": str(path.parent)}
        passphrase = path.with_suffix(".txt").name
        return {
            "no_key": self.env._(
                "The key of the seal is not installed. Ask your IT people to put it in "
                "the folder %(folder)s, under the name %(file)s.",
                **files,
            ),
            "no_access": self.env._(
                "The key of the seal cannot be read. Ask your IT people to let Odoo "
                "read the file %(file)s of the folder %(folder)s.",
                **files,
            ),
            "passphrase": self.env._(
                "The passphrase of the key of the seal is wrong. Ask your IT people to "
                "write it on the first line of the file %(text)s of the folder "
                "%(folder)s.",
                text=passphrase,
                folder=files["folder"],
            ),
            "bad_key": self.env._(
                "The file %(file)s is not a key for a seal (PKCS#12 with its "
                "certificate). Ask your IT people to put the right one in the folder "
                "%(folder)s.",
                **files,
            ),
            "not_yet": self.env._(
                "The certificate of the seal is not in force yet. Ask your IT people "
                "to put back the former one, or wait until it begins."
            ),
            "expired": self.env._(
                "The certificate of the seal has expired. Ask your IT people for a new "
                "one, to be put in the folder %(folder)s under the name %(file)s.",
                **files,
            ),
            "encrypted": self.env._(
                "This PDF is protected by a password: no seal can be set on it. Make a "
                "new version from a file that is not."
            ),
            "locked": self.env._(
                "This PDF bears a signature that forbids any addition: no seal can be "
                "set on it. Make a new version from a file without signature."
            ),
            "unreadable": self.env._(
                "This PDF is built in a way that does not let a seal be set. Make a new "
                "version from a file printed “to PDF”."
            ),
            "altered": self.env._(
                "The file is no longer the one that was signed: it is not sealed. Tell "
                "your IT people, who can bring it back from a backup."
            ),
            "unexpected": self.env._(
                "Something unexpected happened. The server's log tells more: show it "
                "to your IT people."
            ),
        }[kind]
