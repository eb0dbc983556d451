"""The cadres d'emplois, as a list of agents writes them."""

import re

from ...rules.register.repair import fold


def singular(text):
    """The words of a cadre or of a grade, without plural marks nor "territoriaux"."""
    words = (word.rstrip("sx") for word in fold(text).split())
    return tuple(word for word in words if not word.startswith("territoria"))


class Cadres:
    """By the words of their name in the singular, or of its initials; None where two
    filières share a name."""

    def __init__(self, env):
        self.known = {}
        for cadre in env["mobility.cadre"].search([("active", "=", True)]):
            name, _bracket, initials = cadre.name.partition("(")
            keys = {singular(name), singular(cadre.name)}
            if re.fullmatch(r"[A-Z]{4,}\)", initials):
                keys.add(singular(initials))
            for key in keys:
                self.known[key] = None if key in self.known else cadre

    def find(self, text):
        """The cadre of its own name or of a grade's, or None when it is doubtful."""
        words = singular(text)
        known = [key for key in self.known if words[: len(key)] == key]
        return self.known[max(known, key=len)] if known else None
