from . import (
    act_parts,
    act_articles,
    convention_document,
    convention_clauses,
    avenant_document,
    avenant_clauses,
    convention_lots,
    assessment_document,
    decision_letter,
    ir_actions_report,
    mobility_request_time,
    paper_document,
)
