from . import mobility_decision_wizard, mobility_paper_wizard
