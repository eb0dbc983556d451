"""What a line of a list says of a document."""

from rules.brief import brief

ORDER = [
    ["Agent", "Aurélie Durand"],
    ["Grade ou cadre d’emplois", "Adjointe technique"],
    ["Emploi occupé", "Agente des services"],
    ["Employeur", "Commune de Noyon"],
    ["Auprès de", "Commune de Lassigny, Mairie"],
    ["Lieu", "1 place de la Mairie"],
    ["Dates", "du 1er au 3 mars 2027"],
    ["Convention", "C-2027-00001"],
]


def test_an_order_says_who_where_and_when():
    labels = [label for label, _text in brief("mission_order", ORDER)]
    assert labels == ["Agent", "Auprès de", "Lieu", "Dates"]


def test_an_avenant_says_what_it_says():
    kept = [["Quelle convention ?", "C"], ["Qui ?", "A"], ["Dernier jour", "le 3"]]
    assert brief("avenant", [*kept, ["Motif", "B"]]) == kept


def test_a_document_that_says_it_otherwise_says_its_first_lines():
    for kind in ("mission_order", "attestation", ""):
        lines = [[f"Ligne {rank}", "x"] for rank in range(5)]
        assert brief(kind, lines) == lines[:3]
    assert brief("convention", []) == []
