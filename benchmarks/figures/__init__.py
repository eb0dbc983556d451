"""What each figure does inside Odoo, ours and its peer.

A side is a class made with the environment; ``run()`` does the work once and answers
the seconds that it took, and leaves the database as it was.
"""

import time


class Side:
    """One side of a figure."""

    def __init__(self, env):
        self.env = env

    def timed(self, work, *arguments):
        """Seconds of ``work`` and what it answered; the pending writes are part of
        it."""
        started = time.perf_counter()
        answer = work(*arguments)
        self.env.flush_all()
        return time.perf_counter() - started, answer

    def forget(self):
        """Nothing of what was done is kept, in the database or in memory."""
        self.env.cr.rollback()
        self.env.transaction.clear()
        self.env.registry.clear_cache()
