"""Who may receive an agent: another public body, judged by legal persons."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rules.finding import BLOCK, FINAL, WARNING, Finding
from rules.parties import Body, check_host
from rules.regime import Regime

PIP = Regime("pip", same_employer="forbidden")
INTERNE = Regime("interne", same_employer="required")
DISCOVERY = Regime("decouverte", same_employer="allowed")
TOWN = Body("town", "216000562")
SCHOOLS = Body("schools of the town", "216000562")  # another establishment
CCAS = Body("CCAS of the town", "266000111")
NO_SIREN, OTHER_NO_SIREN = Body("office"), Body("library")
PRIVATE = Body("company", "552100554", is_public=False)
DDT = Body("DDT", "130000001", is_state=True)
PREFECTURE = Body("préfecture", "130000001", is_state=True)


def own_employer(level, body):
    return [Finding("own_employer", level, about=body.key)]


@pytest.mark.parametrize(
    ("regime", "host", "employers", "expected"),
    [
        (PIP, CCAS, (TOWN,), []),
        (PIP, TOWN, (TOWN,), own_employer(BLOCK, TOWN)),
        (PIP, SCHOOLS, (TOWN,), own_employer(BLOCK, TOWN)),
        (PIP, SCHOOLS, (CCAS, TOWN), own_employer(BLOCK, TOWN)),
        (PIP, OTHER_NO_SIREN, (NO_SIREN,), []),
        (PIP, NO_SIREN, (NO_SIREN,), own_employer(BLOCK, NO_SIREN)),
        (PIP, DDT, (PREFECTURE,), own_employer(WARNING, PREFECTURE)),
        (PIP, DDT, (DDT,), own_employer(BLOCK, DDT)),
        (PIP, DDT, (PREFECTURE, DDT), own_employer(BLOCK, DDT)),
        (PIP, TOWN, (), []),
        (PIP, PRIVATE, (TOWN,), [Finding("private_host", FINAL, about="company")]),
        (PIP, PRIVATE, (PRIVATE,), [Finding("private_host", FINAL, about="company")]),
        (DISCOVERY, PRIVATE, (), [Finding("private_host", FINAL, about="company")]),
        (DISCOVERY, TOWN, (TOWN,), []),
        (DISCOVERY, TOWN, (CCAS,), []),
        (INTERNE, SCHOOLS, (TOWN,), []),
        (INTERNE, CCAS, (TOWN,), [Finding("another_employer", BLOCK, about=CCAS.key)]),
        (INTERNE, TOWN, (CCAS, TOWN), []),
        (INTERNE, TOWN, (), []),
        (INTERNE, DDT, (PREFECTURE,), []),
    ],
)
def test_who_may_host(regime, host, employers, expected):
    assert check_host(regime, host, employers) == expected


BODIES = st.builds(
    Body,
    st.sampled_from("ABC"),
    st.sampled_from(["", "216000562", "266000111"]),
    st.booleans(),
    st.booleans(),
)
REGIMES = st.sampled_from([PIP, INTERNE, DISCOVERY])


@settings(deadline=None, derandomize=True, max_examples=400)
@given(REGIMES, BODIES, st.lists(BODIES, max_size=3))
def test_host_against_brute_force(regime, host, employers):
    levels = set()
    for body in employers:
        if body.key == host.key:
            levels.add("itself")
        elif body.siren == host.siren != "":
            levels.add("state" if body.is_state else "legal person")
        else:
            levels.add("another")
    expected = None
    if not host.is_public:
        expected = ("private_host", FINAL)
    elif regime is PIP and levels & {"itself", "legal person"}:
        # The very same service, or a local body: nothing of the State's latitude.
        expected = ("own_employer", BLOCK)
    elif regime is PIP and "state" in levels:
        expected = ("own_employer", WARNING)
    elif regime is INTERNE and levels == {"another"}:
        expected = ("another_employer", BLOCK)
    found = check_host(regime, host, employers)
    assert [(one.code, one.level) for one in found] == ([expected] if expected else [])
