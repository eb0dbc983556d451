"""The guard on acts: what a person decided or signed is written by the mechanism
that records it and by nothing else.

A client may send any context, so the key's value is an *object* that only this
process holds; no RPC call can name it.
"""

from odoo import fields
from odoo.exceptions import AccessError

_KEY = "mobility_act"
_DAY = "mobility_act_day"
_SEAL = object()


def staff_only_user(string, groups="base.group_user"):
    """The user whom Odoo notes on each row: whoever enters a request says something of
    the agent, so no one outside reads it."""
    return fields.Many2one("res.users", string=string, readonly=True, groups=groups)


def acting(records):
    """Return ``records`` in the context that may write guarded fields."""
    return records.with_context(**{_KEY: _SEAL})


def plain(records):
    """``records`` without the key: what a mechanism hands to whoever called it."""
    context = {key: value for key, value in records.env.context.items() if key != _KEY}
    return records.with_env(records.env(context=context))


def is_acting(records):
    return records.env.context.get(_KEY) is _SEAL


def on_day(records, when):
    """Return ``records`` in the context where the act bears this date, or this instant
    in UTC: the demonstration tells a past."""
    return records.with_context(**{_DAY: (_SEAL, when)})


def civil_day(records):
    """The civil day of the centre de gestion, the same for everyone: a portal account
    without a time zone does not live by UTC."""
    zone = records.env.company._mobility_zone()
    return fields.Date.context_today(records.with_context(tz=zone))


def act_day(records):
    """The date that an act made now bears: today, whatever a client sends."""
    mark = records.env.context.get(_DAY)
    if isinstance(mark, tuple) and mark[0] is _SEAL:
        return fields.Date.to_date(mark[1])
    return civil_day(records)


def act_now(records):
    """The instant of an act made now; in a past that is told, its own, or midnight of
    its day."""
    mark = records.env.context.get(_DAY)
    if isinstance(mark, tuple) and mark[0] is _SEAL:
        return fields.Datetime.to_datetime(mark[1])
    return fields.Datetime.now()


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
            model=records.env["ir.model"].sudo()._get(records._name).name,
        )
    )
