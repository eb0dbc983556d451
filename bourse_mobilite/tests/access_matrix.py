"""Who may do what: the one table that the tests play and that docs/droits.md shows.

A cell is what a role may do with a record: ``r`` read, ``w`` write, ``u`` unlink;
an absent role may do nothing. ``create`` names the roles that may create. The
records are those of four stories (see ``test_access_matrix``):

* ``draft``: the agent has not asked yet;
* ``own``: the agent, from the origin to the host, asked, agreed, to be signed;
* ``colleague``: the same for another agent of the same employer;
* ``elsewhere``: an agent of the third employer who goes to the origin;
* ``ppr``: the agent has a PPR, of which the origin is a party and no one else.

``idle`` is a file without any request, ``others`` what another user is typing.
"""

ADVISER, REFERENT, MANAGER = "adviser", "referent", "manager"
STAFF = (ADVISER, REFERENT, MANAGER)
PORTAL = (
    "agent", "agent2", "agent_elsewhere", "rh", "rh_host", "rh_third",
    "authority", "authority_host", "tutor",
)  # fmt: skip
ROLES = (*STAFF, "internal", *PORTAL, "public")

# The heads of the table's columns in docs/droits.md.
FRENCH_ROLES = {
    "adviser": "conseiller",
    "referent": "référent PPR",
    "manager": "responsable",
    "internal": "autre interne",
    "agent": "agent",
    "agent2": "collègue",
    "agent_elsewhere": "agent d’ailleurs",
    "rh": "RH origine",
    "rh_host": "RH accueil",
    "rh_third": "RH tiers",
    "authority": "autorité origine",
    "authority_host": "autorité accueil",
    "tutor": "tuteur",
    "public": "public",
}


def _cells(staff="", manager=None, **others):
    """One row of the table: staff together, the manager when apart."""
    row = dict.fromkeys(STAFF, staff)
    if manager is not None:
        row[MANAGER] = manager
    return {role: cell for role, cell in {**row, **others}.items() if cell}


def _readers(*roles):
    return dict.fromkeys(roles, "r")


# Who has a part in each story, besides staff.
ORIGIN = ("rh", "authority")
HOST = ("rh_host", "authority_host")
DRAFT = _readers("agent")
OWN = _readers("agent", *ORIGIN, *HOST)
COLLEAGUE = _readers("agent2", *ORIGIN, *HOST)
PPR = _readers("agent", *ORIGIN)
ELSEWHERE = _readers("agent_elsewhere", "rh_third", *ORIGIN)


def _stories(staff, manager=None):
    """The rows of a model that is part of a request once it is asked."""
    return {
        "own": _cells(staff, manager, **OWN),
        "colleague": _cells(staff, manager, **COLLEAGUE),
        "elsewhere": _cells(staff, manager, **ELSEWHERE),
    }


def _own_files(staff, manager=None):
    """The rows of a model that is the agent's alone, asked or not."""
    return {
        "own": _cells(staff, manager, agent="r"),
        "colleague": _cells(staff, manager, agent2="r"),
        "elsewhere": _cells(staff, manager, agent_elsewhere="r"),
    }


REFERENTIAL = {
    "create": (MANAGER,),
    "records": {
        "any": _cells("r", "rwu", **_readers("internal", *PORTAL, "public")),
    },
}

MATRIX = {
    "mobility.filiere": REFERENTIAL,
    "mobility.cadre": REFERENTIAL,
    "mobility.condition": REFERENTIAL,
    "mobility.metier": REFERENTIAL,
    "mobility.commune": REFERENTIAL,
    "mobility.department": {
        "create": (),
        "records": {"any": _cells("r", internal="r")},
    },
    "mobility.territory": {"create": (MANAGER,), "records": {"others": {}}},
    "mobility.training": {
        "create": STAFF,
        "records": {"any": _cells("rw", "rwu")},
    },
    "mobility.week.half": {
        "create": (),
        "records": {
            "any": _cells("r", **_readers("internal", *PORTAL, "public")),
        },
    },
    "mobility.regime": {
        "create": (MANAGER,),
        "records": {"any": _cells("r", "rwu")},
    },
    "mobility.clause.set": {
        "create": (MANAGER,),
        "records": {"draft": _cells("r", "rwu"), "in_force": _cells("r")},
    },
    "mobility.clause": {
        "create": (MANAGER,),
        "records": {"draft": _cells("r", "rwu"), "in_force": _cells("r")},
    },
    "mobility.role": {
        "create": STAFF,
        "records": {"any": _cells("rw", "rwu")},
    },
    "mobility.offer": {
        "create": STAFF,
        "records": {
            "draft": _cells("rw", "rwu", **_readers(*HOST)),
            "published": _cells("rw", "rwu", **_readers(*PORTAL, "public")),
        },
    },
    "mobility.offer.skill": {"create": STAFF, "records": {"any": _cells("rwu")}},
    "mobility.candidate": {
        "create": STAFF,
        "records": {"idle": _cells("rw", "rwu"), **_own_files("rw")},
    },
    "mobility.candidate.skill": {"create": STAFF, "records": {"any": _cells("rwu")}},
    "mobility.weights": {"create": (MANAGER,), "records": {"any": _cells("r")}},
    "mobility.proposal": {"create": (), "records": {"any": _cells("r")}},
    "mobility.campaign": {
        "create": STAFF,
        "records": {"draft": _cells("rw", "rwu"), "sent": _cells("rw")},
    },
    "mobility.campaign.preview": {"create": STAFF, "records": {"others": {}}},
    "mobility.session": {"create": STAFF, "records": {"others": {}}},
    "mobility.solicitation": {"create": (), "records": {"any": _cells("r")}},
    "mobility.employment": {
        "create": STAFF,
        "records": _own_files("rwu"),
    },
    "mobility.request": {
        "create": STAFF,
        "records": {"draft": _cells("rwu", **DRAFT), **_stories("r")},
    },
    "mobility.day": {
        "create": STAFF,
        "records": {"draft": _cells("rwu", **DRAFT), **_stories("r")},
    },
    "mobility.decision": {
        "create": (),
        "records": {
            "own_origin": _cells("r", **_readers("agent", *ORIGIN)),
            "own_host": _cells("r", **_readers("agent", *HOST)),
            "colleague_origin": _cells("r", **_readers("agent2", *ORIGIN)),
            "elsewhere_origin": _cells("r", **_readers("agent_elsewhere", "rh_third")),
            "elsewhere_host": _cells("r", **_readers("agent_elsewhere", *ORIGIN)),
        },
    },
    "mobility.override": {"create": (), "records": {"own": _cells("r")}},
    "mobility.convention": {
        "create": (),
        "records": {"draft": _cells("rw", "rwu"), **_stories("r")},
    },
    **dict.fromkeys(
        ("mobility.document", "mobility.signatory"),
        {
            "create": (),
            "records": {**_stories("r"), "ppr": {REFERENT: "r", **PPR}},
        },
    ),
    "mobility.avenant": {
        "create": (),
        "records": {"draft": _cells("rw", "rwu"), **_stories("r")},
    },
    "mobility.avenant.day": {"create": STAFF, "records": {"draft": _cells("rwu")}},
    "mobility.journal": {
        "create": (),
        "records": {"own": _cells("r"), "ppr": {REFERENT: "r"}},
    },
    "mobility.code": {"create": (), "records": {"any": {}}},
    "mobility.assessment.item": {
        "create": (MANAGER,),
        "records": {"any": _cells("r", "rwu")},
    },
    "mobility.assessment": {
        "create": (),
        "records": {
            "own_tutor": _cells("r", tutor="r"),
            "own_agent": _cells("r", agent="r"),
        },
    },
    "mobility.assessment.mark": {
        "create": (),
        "records": {
            "own_tutor": _cells("r", tutor="r"),
            "own_agent": _cells("r", agent="r"),
        },
    },
    "mobility.assessment.wizard": {
        "create": STAFF,
        "records": {"others": {}},
    },
    "mobility.link": {"create": (), "records": {"any": {}}},
    "mobility.link.lost": {"create": (), "records": {"any": {}}},
    "mobility.mail.failure": {
        "create": (),
        "records": {"any": {MANAGER: "r"}, "ppr": {REFERENT: "r"}},
    },
    "mobility.request.time": {"create": (), "records": {"own": _cells("r")}},
    "mobility.decision.wizard": {
        "create": STAFF,
        "records": {"others": {}},
    },
    "mobility.ending.wizard": {
        "create": STAFF,
        "records": {"others": {}},
    },
    "mobility.export.wizard": {
        "create": STAFF,
        "records": {"others": {}},
    },
    "mobility.export.column": {
        "create": STAFF,
        "records": {"others": {}},
    },
    "mobility.lift.wizard": {
        "create": STAFF,
        "records": {"others": {}},
    },
    "mobility.change.wizard": {"create": STAFF, "records": {"others": {}}},
    "mobility.substitute.wizard": {"create": STAFF, "records": {"others": {}}},
    "mobility.paper.wizard": {
        "create": STAFF,
        "records": {"others": {}},
    },
    "mobility.unsign.wizard": {
        "create": STAFF,
        "records": {"others": {}},
    },
    "mobility.action": {
        "create": STAFF,
        "records": {
            "own": _cells("rwu", agent="r"),
            "ppr": {REFERENT: "rwu", **PPR},
        },
    },
    "mobility.ppr": {
        "create": (REFERENT,),
        "records": {"ppr": {REFERENT: "rw", **PPR}},
    },
    **dict.fromkeys(
        (
            "mobility.ppr.leave",
            "mobility.ppr.change",
            "mobility.ppr.review",
            "mobility.ppr.progress",
            "mobility.ppr.post",
        ),
        {"create": (REFERENT,), "records": {"ppr": {REFERENT: "rwu", **PPR}}},
    ),
    "mobility.ppr.event": {
        "create": (),
        "records": {"ppr": {REFERENT: "r", **PPR}},
    },
    "mobility.ppr.alert": {"create": (), "records": {"ppr": {REFERENT: "r"}}},
    "mobility.ppr.figure": {"create": (), "records": {"ppr": {REFERENT: "r"}}},
    "mobility.ppr.step": {"create": (REFERENT,), "records": {"others": {}}},
    "mobility.read.log": {
        "create": (),
        "records": {"ppr": {REFERENT: "r", "agent": "r"}},
    },
    "mobility.settings": {"create": (MANAGER,), "records": {"others": {}}},
    "mobility.batch": {"create": (), "records": {"any": _cells("r")}},
    "mobility.batch.line": {"create": (), "records": {"any": _cells("r")}},
    "mobility.import": {"create": STAFF, "records": {"any": _cells("rwu")}},
    "mobility.import.column": {"create": (), "records": {"any": _cells("rw")}},
    "mobility.import.line": {"create": (), "records": {"any": _cells("r")}},
    "mobility.import.effect": {"create": (), "records": {"any": _cells("r")}},
    "res.partner": {
        "create": STAFF,
        "records": {name: _cells("rw", internal="r", **{name: "r"}) for name in PORTAL},
    },
    "res.users": {
        "create": (),
        "records": {
            name: _cells("r", internal="r", **{name: "r"})
            for name in (ADVISER, *PORTAL)
        },
    },
}
