"""The guard on acts: what a person decided or signed is written by the mechanism
that records it and by nothing else.

A client may send any context, so the key's value is an *object* that only this
process holds; no RPC call can name it.
"""

from odoo.exceptions import AccessError

_KEY = "mobility_act"
_SEAL = object()


def acting(records):
    """Return ``records`` in the context that may write guarded fields."""
    return records.with_context(**{_KEY: _SEAL})


def is_acting(records):
    return records.env.context.get(_KEY) is _SEAL


def refuse_unless_acting(records, names=None):
    """Raise AccessError when guarded data is written outside its mechanism.

    :param names: the guarded fields about to be written; None: any write.
    """
    if is_acting(records) or (names is not None and not names):
        return
    raise AccessError(
        records.env._(
            "This is the trace of an act (%(model)s): it cannot be changed by hand. "
            "Use the buttons of the file, which keep the history.",
            model=records._description,
        )
    )
