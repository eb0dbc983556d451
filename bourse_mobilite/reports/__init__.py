from . import (
    convention_document,
    convention_lots,
    decision_letter,
    ir_actions_report,
    mobility_request_time,
)
