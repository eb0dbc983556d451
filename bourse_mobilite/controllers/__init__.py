from . import (
    agenda,
    agent,
    catalogue,
    employer,
    hub,
    letters,
    links,
    metiers,
    pages,
    party,
    registers,
)
