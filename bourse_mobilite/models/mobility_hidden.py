from odoo import api, models
from odoo.exceptions import MissingError
from odoo.tools.translate import get_translation

from .mobility_ppr_choices import GROUP


class MobilityHidden(models.AbstractModel):
    """Rows that are not there at all for who may not read them: an id of theirs is
    answered as one that nobody uses, so that no number tells how many there are."""

    _name = "mobility.hidden"
    _description = "Rows that are not there for others"

    def _hideable(self):
        """Those of these records that may be hidden."""
        return self

    @api.private
    def exists(self):
        """What one may not read does not exist."""
        found = super().exists()
        hideable = found._hideable()
        if self.env.su or not hideable or self.env.user.has_group(GROUP):
            return found
        if not self.browse().has_access("read"):
            return found - hideable
        shown = hideable.browse(hideable._search([("id", "in", hideable.ids)]))
        return found - (hideable - shown)

    def _check_access(self, operation):
        """Both refusals leave from one line: Odoo sends the traceback to the client."""
        try:
            result, missing = super()._check_access(operation), ""
        except MissingError as error:
            result, missing = None, error.args[0]
        if result and not self.env.user.has_group(GROUP):
            hidden = result[0]._hideable()
            if any(hidden._ids) and self.browse().has_access(operation):
                missing = hidden._unknown_words()
        if missing:
            raise MissingError(missing)
        return result

    def _BaseModel__ensure_xml_id(self, skip=False):
        """Their external id is empty in an export: one that is made stays, with its
        day, where those who administer the database read it."""
        hidden = self._hideable()
        others = super(MobilityHidden, self - hidden)
        named = dict(others._BaseModel__ensure_xml_id(skip=skip))
        return ((record, named.get(record, "")) for record in self)

    def _unknown_words(self):
        """What Odoo says of an id that nobody uses, word for word."""
        lang = self.env.lang or "en_US"
        where = {"record": self[:1], "user": self.env.uid}
        said = (
            ("Record does not exist or has been deleted.", ()),
            ("(Record: %(record)s, User: %(user)s)", where),
        )
        return "\n".join(
            get_translation("base", lang, text, values) for text, values in said
        )
