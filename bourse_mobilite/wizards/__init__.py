from . import (
    mobility_decision_wizard,
    mobility_ending_wizard,
    mobility_export_wizard,
    mobility_lift_wizard,
    mobility_paper_wizard,
    mobility_territory,
)
