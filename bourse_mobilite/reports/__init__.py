from . import (
    avenant_document,
    convention_document,
    convention_clauses,
    convention_lots,
    assessment_document,
    decision_letter,
    ir_actions_report,
    mobility_request_time,
    paper_document,
)
