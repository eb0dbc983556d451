from odoo import api, fields, models


class MobilityDocument(models.Model):
    """What its files are called once downloaded: beside each other in a folder, one
    knows which is which, and which is in force."""

    _inherit = "mobility.document"

    frozen_name = fields.Char(compute="_compute_file_names")
    sealed_name = fields.Char(compute="_compute_file_names")

    @api.depends("dropped_as", "kind", "name", "sealed_on", "state", "version")
    @api.depends_context("lang")
    def _compute_file_names(self):
        for document in self:
            figures = {
                "document": document._plain_name().replace("/", "-"),
                "version": document.version,
            }
            document.frozen_name = document._frozen_name(figures)
            document.sealed_name = document.sealed_on and document._sealed_name(figures)

    def _plain_name(self):
        """What a file and a tab of the browser are called: whoever sees the screen or
        the folder reads it."""
        self.ensure_one()
        return self.display_name or ""

    def _frozen_name(self, figures):
        return {
            "to_sign": self.env._(
                "%(document)s - version %(version)s (to sign).pdf", **figures
            ),
            "signed": self.env._(
                "%(document)s - version %(version)s (before the seal).pdf", **figures
            ),
            "refused": self.env._(
                "%(document)s - version %(version)s (refused).pdf", **figures
            ),
            "replaced": self.env._(
                "%(document)s - version %(version)s (replaced).pdf", **figures
            ),
            "cancelled": self.env._(
                "%(document)s - version %(version)s (cancelled).pdf", **figures
            ),
        }.get(self.state)

    def _sealed_name(self, figures):
        return {
            "replaced": self.env._(
                "%(document)s - version %(version)s (sealed, replaced).pdf", **figures
            ),
            "cancelled": self.env._(
                "%(document)s - version %(version)s (sealed, cancelled).pdf", **figures
            ),
        }.get(
            self.state,
            self.env._("%(document)s - version %(version)s (sealed).pdf", **figures),
        )

    def _sealed_name_for(self, person):
        """The name of the sealed file in a mail to this person."""
        return self.with_context(lang=person._mobility_lang()).sealed_name

    def _given_file(self):
        """The field and the name of the file that one is given: the sealed one once it
        is, else the frozen one."""
        self.ensure_one()
        if self.sealed_on:
            return "sealed_file", self.sealed_name
        return "frozen_file", self.frozen_name
