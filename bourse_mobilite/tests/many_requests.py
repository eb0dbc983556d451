"""Thousands of rows in a second, by SQL, where a test looks at numbers and not at
how a row is made. What the ORM would compute is written as it would be."""

from datetime import timedelta

from odoo import fields
from odoo.tools import SQL

from ..rules.clock import next_reminder
from ..rules.working_days import add_months


def _insert(env, table, columns, rows, params=()):
    """``INSERT INTO table (columns) SELECT …``: the new ids, in order."""
    env.cr.execute(
        SQL(
            "INSERT INTO %s (%s) %s RETURNING id",
            SQL.identifier(table),
            SQL(", ").join(map(SQL.identifier, columns)),
            SQL(rows, *params),
        )
    )
    return sorted(row[0] for row in env.cr.fetchall())


def many_employers(env, count, mark="employeur"):
    """Employers, each with one person who may answer: the ids of the employers."""
    employers = _insert(
        env,
        "res_partner",
        ("name", "complete_name", "active", "is_company", "mobility_employer_kind"),
        "SELECT 'Employeur ' || n, 'Employeur ' || n, true, true, 'commune'"
        " FROM generate_series(1, %s) AS n",
        [count],
    )
    people = many_people(env, count, mark)
    _insert(
        env,
        "mobility_role",
        ("partner_id", "employer_id", "kind", "company_id"),
        "SELECT person, employer, 'authority', %s"
        " FROM unnest(%s, %s) AS pair (person, employer)",
        [env.company.id, people, employers],
    )
    return employers


def many_people(env, count, mark):
    return _insert(
        env,
        "res_partner",
        ("name", "complete_name", "active", "email", "email_normalized", "type"),
        "SELECT name, name, true, mail, mail, 'contact' FROM ("
        "SELECT 'Personne ' || n, %s || n || '@personne.example.org'"
        " FROM generate_series(1, %s) AS n) AS one (name, mail)",
        [f"{mark}.", count],
    )


def many_agents(env, count, employers, adviser=None):
    """Mobility files, spread over the employers: their ids."""
    files = _insert(
        env,
        "mobility_candidate",
        ("partner_id", "name", "company_id", "adviser_id", "employer_id", "versant",
         "status", "active"),
        "SELECT person, 'Agent ' || rank, %s, %s, (%s)[1 + mod(rank, %s)], 'FPT',"
        " 'titulaire', true FROM unnest(%s) WITH ORDINALITY AS one (person, rank)",
        [
            env.company.id,
            adviser.id if adviser else None,
            employers,
            len(employers),
            many_people(env, count, "agent"),
        ],
    )  # fmt: skip
    _insert(
        env,
        "mobility_employment",
        ("candidate_id", "employer_id", "company_id", "position", "main"),
        "SELECT id, employer_id, company_id, 'activite', true"
        " FROM mobility_candidate WHERE id = ANY(%s)",
        [files],
    )
    return files


def _requests(env, files, hosts, state, **values):
    """Requests of these files: their ids."""
    values = {
        "company_id": env.company.id,
        "regime_id": env["mobility.request"]._default_regime().id,
        "source": "portal",
        "state": state,
        "create_date": fields.Datetime.now(),
        "todo_for": values.get("waiting_for"),
        **values,
    }
    return _insert(
        env,
        "mobility_request",
        ("candidate_id", "partner_id", "adviser_id", "employer_id", "candidate_name",
         "name", "host_id", *values),
        "SELECT file.id, file.partner_id, file.adviser_id, file.employer_id,"
        " file.name, 'D-' || file.id,"
        " (%s)[1 + mod(row_number() OVER (ORDER BY file.id) + %s, %s)], %s"
        " FROM mobility_candidate AS file WHERE file.id = ANY(%s)",
        [
            hosts,
            # Far from the employers of the first files, whatever the ids.
            len(hosts) // 2,
            len(hosts),
            SQL(", ").join(SQL("%s", value) for value in values.values()),
            files,
        ],
    )  # fmt: skip


def many_days(env, requests, first, count, state):
    """``count`` weekdays of each request, from ``first`` on."""
    days = []
    while len(days) < count:
        if first.weekday() < 5:
            days.append(first)
        first += timedelta(days=1)
    _insert(
        env,
        "mobility_day",
        ("request_id", "candidate_id", "company_id", "date", "half", "portion", "live",
         "holds_place", "in_quota"),
        "SELECT id, candidate_id, company_id, day, 'full', 1.0, true, %s, true"
        " FROM mobility_request CROSS JOIN unnest(%s) AS day WHERE id = ANY(%s)",
        [state == "done", days, requests],
    )  # fmt: skip


def many_past_requests(env, files, hosts, ago, count):
    """A request done for each file, ``ago`` days ago, of ``count`` days."""
    today = fields.Date.today()
    first = today - timedelta(days=ago)
    last = first + timedelta(days=2 * count)
    requests = _requests(
        env, files, hosts, "done", submitted_on=first - timedelta(days=100),
        date_start=first, date_end=last, ended_as="done", ended_on=last, days=count,
        waiting_for="nobody",
    )  # fmt: skip
    many_days(env, requests, first, count, "done")
    return requests


def many_open_requests(env, files, hosts, received_on):
    """A request of three days for each file, that waits for two answers."""
    start = add_months(fields.Date.today(), 5)
    due = add_months(received_on, 1)
    requests = _requests(
        env, files, hosts, "submitted", submitted_on=received_on, due_date=due,
        date_start=start, date_end=start + timedelta(days=6), days=3,
        waiting_for="employer_host",
    )  # fmt: skip
    many_days(env, requests, start, 3, "submitted")
    _insert(
        env,
        "mobility_decision",
        ("request_id", "company_id", "party", "organisation_id", "asked_on",
         "received_on", "due_on", "remind_on"),
        "SELECT id, company_id, party,"
        " CASE party WHEN 'origin' THEN employer_id ELSE host_id END, %s, %s, %s, %s"
        " FROM mobility_request CROSS JOIN (VALUES ('origin'), ('host')) AS two (party)"
        " WHERE id = ANY(%s) ORDER BY id",
        [
            received_on, received_on, due, next_reminder(received_on, due, None),
            requests,
        ],
    )  # fmt: skip
    return requests


def many_requests(env, count, adviser=None, received_on=None):
    """``count`` open requests, each of its own agent, employer and host; the
    records."""
    employers = many_employers(env, count)
    hosts = many_employers(env, count, "hote")
    files = many_agents(env, count, employers, adviser)
    ids = many_open_requests(env, files, hosts, received_on or fields.Date.today())
    env.cr.execute("ANALYZE mobility_request, mobility_decision, mobility_role")
    env.invalidate_all()
    return env["mobility.request"].browse(ids)
