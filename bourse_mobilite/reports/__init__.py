from . import convention_document, ir_actions_report
