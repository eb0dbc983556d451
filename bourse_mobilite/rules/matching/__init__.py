"""Which places fit an agent, and why: ``spec`` says it, ``arrays`` does it fast."""
