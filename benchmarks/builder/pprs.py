"""PPR of three years, all over, and what the social report counts of them."""

from collections import Counter
from datetime import timedelta

from odoo import fields

from odoo.addons.bourse_mobilite.models.guard import acting

from builder.offers import DAY

PPRS = 300
# How one goes, and how often.
_WAYS = {"declined": 12, "refused": 10, "silence": 4, "reclassed": 45, "fit": 20,
         "retired": 9}  # fmt: skip


def pprs(rng, agents, count=PPRS):
    """``count`` PPR of as many agents, as plain values; an agent is named by rank."""
    lasting = [
        rank for rank, agent in enumerate(agents) if agent["status"] == "titulaire"
    ]
    return [_ppr(rng, rank) for rank in rng.sample(lasting, count)]


def _ppr(rng, agent):
    received = DAY - timedelta(days=rng.randint(400, 3 * 365))
    proposed = received + timedelta(days=rng.randint(1, 20))
    answered = proposed + timedelta(days=rng.randint(1, 15))
    notified = answered + timedelta(days=rng.randint(1, 20))
    decided = notified + timedelta(days=rng.randint(1, 15))
    way = rng.choices(list(_WAYS), list(_WAYS.values()))[0]
    row = {
        "agent": agent,
        "sense": "definitive",
        "opinion_date": received - timedelta(days=7),
        "received_on": received,
        "proposed_on": proposed,
        "state": "closed",
        "outcome": way,
    }
    if way == "declined":
        ended = answered + timedelta(days=30)
        return {**row, "declined_on": answered, "ended_on": ended, "outcome": "retired"}
    row |= {"accepted_on": answered, "notified_on": notified, "proof": "letter"}
    if way in ("refused", "silence"):
        bears, day = "refused_on", decided
        if way == "silence":
            bears, day = "silence_confirmed_on", notified + timedelta(days=16)
        ended = day + timedelta(days=30)
        return {**row, bears: day, "ended_on": ended, "outcome": "available"}
    ended = decided + timedelta(days=rng.randint(60, 250))
    row |= {"agreed_on": decided, "ended_on": ended}
    if way == "reclassed":
        row["detached_from"] = ended + timedelta(days=1)
    return row


def write(env, rows, files):
    """Write them by the ORM: they are few.

    :param files: the ids of the mobility files, by rank of agent
    :raises AssertionError: the figures of the social report are not those of the rows
    """
    env.invalidate_all()
    made = acting(env["mobility.ppr"]).create(
        [
            {
                "candidate_id": files[row["agent"]],
                **{name: value for name, value in row.items() if name != "agent"},
            }
            for row in rows
        ]
    )
    env.flush_all()
    _check_figures(env, _counted(rows))
    return made.ids


def _counted(rows):
    """``{(year, indicator): files}``, from the plain values."""
    counted = Counter()
    for row in rows:
        refused = [
            row[name]
            for name in ("declined_on", "refused_on", "silence_confirmed_on")
            if row.get(name)
        ]
        counted[row["proposed_on"].year, "INAP014"] += 1
        if row.get("accepted_on"):
            counted[row["accepted_on"].year, "INAP011"] += 1
        if refused:
            counted[min(refused).year, "INAP012"] += 1
        if row["outcome"] == "reclassed":
            counted[row["detached_from"].year, "INAP013"] += 1
    return counted


def _check_figures(env, wanted):
    """The view, the clock and SQL on the table itself say the same."""
    years = sorted({year for year, _indicator in wanted})
    figures = env["mobility.ppr.figure"]._read_group(
        [], ["day:year", "indicator"], ["__count"]
    )
    view = {(day.year, indicator): count for day, indicator, count in figures}
    clock = {
        (year, indicator): count
        for year in years
        for indicator, count in env["mobility.ppr"].search([]).inap(year).items()
        if count
    }
    recount = {}
    for year in years:
        span = {
            "first": fields.Date.to_date(f"{year}-01-01"),
            "last": fields.Date.to_date(f"{year}-12-31"),
        }
        env.cr.execute(
            """
            SELECT count(*) FILTER (WHERE proposed_on BETWEEN %(first)s AND %(last)s),
                   count(*) FILTER (WHERE accepted_on BETWEEN %(first)s AND %(last)s),
                   count(*) FILTER (WHERE least(declined_on, refused_on,
                       silence_confirmed_on) BETWEEN %(first)s AND %(last)s),
                   count(*) FILTER (WHERE outcome = 'reclassed'
                       AND ended_on + 1 BETWEEN %(first)s AND %(last)s)
              FROM mobility_ppr
            """,
            span,
        )
        names = ("INAP014", "INAP011", "INAP012", "INAP013")
        row = zip(names, env.cr.fetchone(), strict=True)
        recount |= {(year, name): count for name, count in row if count}
    if not view == clock == recount == dict(wanted):
        raise AssertionError(f"INAP: {view}, {clock}, {recount}, {dict(wanted)}")
    print(f"check: INAP011 to INAP014 of {len(years)} years, counted four ways")
