"""Which edition of an act is printed, and what is stamped on its pages."""

from typing import NamedTuple

from .stamp import Stamp

PREVIEW = "APERÇU – document sans valeur"


class Edition(NamedTuple):
    """Its version, and the code by which anyone verifies it; a preview has neither."""

    version: int = 0
    code: str = ""

    def stamp(self, title: str, house: str, site: str) -> Stamp:
        """What each page bears.

        `title` names the act, `house` who makes it, `site` is the address of the
        pages where the code is verified.
        """
        if not self.version:
            return Stamp(
                f"{title} – {PREVIEW} – {house}",
                title=f"{title} – aperçu",
                language="fr-FR",
                watermark=PREVIEW,
            )
        return Stamp(
            f"{title} – version {self.version} – {house}",
            title=title,
            language="fr-FR",
            code=self.code,
            address=site,
        )


# Of today, signed by nobody.
DRAFT = Edition()
