from . import (
    convention_document,
    decision_letter,
    ir_actions_report,
    mobility_request_time,
)
