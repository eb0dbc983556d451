"""What the database refuses is written in the log with its values: not those of a PPR.

The log is read by people who are no party of it.
"""

import logging
import re

_NAMED = re.compile(r"\bmobility_(ppr|read_log)")


class QuietQueries(logging.Filter):
    """Of a query on a PPR that failed, the log says that one did, and what kind of
    error it was."""

    def filter(self, record):
        """Whatever was to be written, a line is: without its words when they tell."""
        if _NAMED.search(record.getMessage()):
            raised = (one for one in record.args or () if isinstance(one, Exception))
            kind = next((type(one).__name__ for one in raised), "")
            record.msg, record.args = "A query was refused: %s", (kind,)
            record.exc_info = record.exc_text = record.stack_info = None
        return True


def _install():
    logger = logging.getLogger("odoo.sql_db")
    if not any(isinstance(one, QuietQueries) for one in logger.filters):
        logger.addFilter(QuietQueries())


_install()
