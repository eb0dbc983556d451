"""What an import would do, in plain classes: which employer, tutor and offer each
row of a register speaks of, what changes, and the writing of it.

Everything is looked up once for the whole file: no query depends on one row.
"""
