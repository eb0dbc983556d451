REFERENTIALS = [
    "mobility.filiere",
    "mobility.cadre",
    "mobility.condition",
    "mobility.metier",
    "hr.skill",
    "mobility.assessment.item",
]


def post_init_hook(env):
    """Let a CDG keep its own edits: csv files are loaded again at each update."""
    env["ir.model.data"].search(
        [("module", "=", "bourse_mobilite"), ("model", "in", REFERENTIALS)]
    ).noupdate = True
