"""The kinds of registers that can be imported and exported."""

from .agents import AGENTS, STATUSES, VERSANTS
from .employers import AFFILIATIONS, EMPLOYERS, PLACES, TUTORS
from .items import METIERS, MODALITIES, TRAININGS

__all__ = [
    "AFFILIATIONS",
    "AGENTS",
    "EMPLOYERS",
    "KIND_OF",
    "METIERS",
    "MODALITIES",
    "PLACES",
    "STATUSES",
    "TRAININGS",
    "TUTORS",
    "VERSANTS",
]

KIND_OF = {
    kind.code: kind for kind in (PLACES, EMPLOYERS, TUTORS, AGENTS, TRAININGS, METIERS)
}
