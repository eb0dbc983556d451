from odoo import fields, models
from odoo.tools import SQL

from ..models.guard import civil_day

# Numbered: groups are sorted by their key.
STAGES = [
    ("1_draft", "Request being prepared"),
    ("2_origin", "Answer of the employer"),
    ("3_host", "Answer of the host"),
    ("4_cdg", "Answer of the centre de gestion"),
    ("5_dates", "Other dates to choose"),
    ("6_writing", "Convention to write"),
    ("7_signing", "Signatures"),
    ("8_closing", "Immersion to close"),
]

# The requests, with the days on which something was settled. A convention that was
# cancelled counts for nothing while the request lives on; it tells what was done
# when the request ended with it.
_REQUESTS = """
    SELECT request.*, house.partner_id AS house_id, regime.needs_convention,
           (request.create_date AT TIME ZONE 'UTC' AT TIME ZONE clock.zone)::date
               AS created_on,
           word.agreed_on, word.negative_on, word.negative,
           (act.frozen_on AT TIME ZONE 'UTC' AT TIME ZONE clock.zone)::date
               AS frozen_on,
           act.signed_on
      FROM mobility_request AS request
      JOIN res_company AS house ON house.id = request.company_id
      JOIN res_partner AS partner ON partner.id = house.partner_id
     CROSS JOIN LATERAL (SELECT coalesce(partner.tz, 'Europe/Paris') AS zone) AS clock
      LEFT JOIN mobility_regime AS regime ON regime.id = request.regime_id
      LEFT JOIN (
          SELECT request_id,
                 CASE WHEN bool_and(answer IS NOT NULL AND answer = 'agreed')
                      THEN max(answered_on) END AS agreed_on,
                 min(answered_on) FILTER (WHERE answer <> 'agreed') AS negative_on,
                 max(answer) FILTER (WHERE answer <> 'agreed') AS negative
            FROM mobility_decision
           GROUP BY request_id
      ) AS word ON word.request_id = request.id
      LEFT JOIN LATERAL (
          SELECT first.frozen_on, last.signed_on
            FROM mobility_convention AS convention
            JOIN LATERAL (
                SELECT min(frozen_on) AS frozen_on
                  FROM mobility_document
                 WHERE convention_id = convention.id
                   AND kind = 'convention'
            ) AS first ON true
            LEFT JOIN LATERAL (
                SELECT CASE WHEN bool_and(signatory.state = 'signed')
                            THEN max(signatory.signed_on) END AS signed_on
                  FROM mobility_document AS document
                  JOIN mobility_signatory AS signatory
                    ON signatory.document_id = document.id
                   AND signatory.state != 'replaced'
                 WHERE document.convention_id = convention.id
                   AND document.kind = 'convention'
                 GROUP BY document.id
                 ORDER BY document.version DESC, document.id DESC
                 LIMIT 1
            ) AS last ON true
           WHERE convention.request_id = request.id
             AND (convention.ended_as IS DISTINCT FROM 'cancelled'
                  OR request.ended_on IS NOT NULL)
           ORDER BY convention.ended_as IS NOT DISTINCT FROM 'cancelled',
                    convention.id DESC
           LIMIT 1
      ) AS act ON true
"""

# ``(id, request, stage, whose turn, organisation, began, ended, stopped on)``: the
# day on which the stage came to its own end, or the one on which the request
# stopped before that.
_STAGES = (
    # The demonstration tells a past: submitted before the row was made.
    """SELECT id::bigint * 8 AS id, id AS request_id, '1_draft' AS stage, 'cdg' AS party,
              house_id AS organisation_id, least(created_on, submitted_on) AS began,
              submitted_on AS ended, ended_on AS stopped_on
         FROM request""",
    """SELECT decision.id::bigint * 8 + 1, request.id,
              CASE decision.party WHEN 'origin' THEN '2_origin'
                                  WHEN 'host' THEN '3_host' ELSE '4_cdg' END,
              CASE decision.party WHEN 'origin' THEN 'employer'
                                  ELSE decision.party END,
              decision.organisation_id,
              coalesce(decision.received_on, decision.asked_on),
              decision.answered_on, least(request.negative_on, request.ended_on)
         FROM mobility_decision AS decision
         JOIN request ON request.id = decision.request_id
        WHERE coalesce(decision.received_on, decision.asked_on) IS NOT NULL""",
    """SELECT request.id::bigint * 8 + 2, request.id, '5_dates', 'agent', NULL,
              request.negative_on, follow.taken_up_on, request.ended_on
         FROM request
         LEFT JOIN (
             SELECT follows_id, min(coalesce(submitted_on, created_on)) AS taken_up_on
               FROM request
              WHERE follows_id IS NOT NULL
              GROUP BY follows_id
         ) AS follow ON follow.follows_id = request.id
        WHERE request.negative = 'postponed'""",
    """SELECT id::bigint * 8 + 3, id, '6_writing', 'cdg', house_id,
              agreed_on, frozen_on, ended_on
         FROM request
        WHERE agreed_on IS NOT NULL AND needs_convention""",
    """SELECT id::bigint * 8 + 4, id, '7_signing', 'signatories', NULL,
              frozen_on, signed_on, ended_on
         FROM request
        WHERE frozen_on IS NOT NULL""",
    # It begins with the last signature when that one came late.
    """SELECT id::bigint * 8 + 5, id, '8_closing', 'cdg', house_id,
              greatest(date_end, signed_on),
              CASE WHEN ended_as NOT IN ('withdrawn', 'cancelled') THEN ended_on END,
              ended_on
         FROM request
        WHERE agreed_on IS NOT NULL
          AND date_end < coalesce(ended_on + 1, %(today)s)
          AND (ended_on IS NOT NULL OR signed_on IS NOT NULL
               OR needs_convention IS NOT TRUE)""",
)


class MobilityRequestTime(models.Model):
    """How long each request stayed in each stage, and with whom.

    Read from the dated rows themselves (decisions, documents, signatures, endings):
    there is no log to keep, nor to believe. Days are civil days, from the day a stage
    begins to the day it ends, or to today while it lasts.
    """

    _name = "mobility.request.time"
    _description = "Time in each stage of a request"
    _auto = False
    _order = "date_start desc, id"
    _rec_name = "request_id"
    _depends = {
        "mobility.request": [
            "submitted_on", "ended_as", "ended_on", "date_end", "follows_id",
            "employer_id", "host_id", "adviser_id", "company_id", "regime_id",
        ],
        "mobility.decision": [
            "request_id", "party", "organisation_id", "asked_on", "received_on",
            "answer", "answered_on",
        ],
        "mobility.convention": ["request_id", "ended_as"],
        "mobility.document": ["convention_id", "kind", "version", "frozen_on"],
        "mobility.signatory": ["document_id", "state", "signed_on"],
        "mobility.regime": ["needs_convention"],
        "res.company": ["partner_id"],
        "res.partner": ["tz"],
    }  # fmt: skip

    request_id = fields.Many2one("mobility.request", string="Request", readonly=True)
    company_id = fields.Many2one(
        "res.company", string="Centre de gestion", readonly=True
    )
    adviser_id = fields.Many2one("res.users", string="Adviser", readonly=True)
    employer_id = fields.Many2one(
        "res.partner", string="Employer of origin", readonly=True
    )
    host_id = fields.Many2one("res.partner", string="Host", readonly=True)
    stage = fields.Selection(STAGES, readonly=True)
    party = fields.Selection(
        [
            ("agent", "The agent"),
            ("employer", "The employer"),
            ("host", "The host"),
            ("cdg", "The centre de gestion"),
            ("signatories", "The signatories"),
        ],
        string="Whose turn",
        readonly=True,
    )
    organisation_id = fields.Many2one(
        "res.partner", string="Organisation waited for", readonly=True
    )
    date_start = fields.Date(string="From", readonly=True)
    date_end = fields.Date(
        string="Until", readonly=True, help="Empty: the stage still lasts."
    )
    month = fields.Date(
        string="Month in which it began", readonly=True, help="Its first day."
    )
    days = fields.Integer(
        string="Civil days",
        readonly=True,
        aggregator="avg",
        help="Civil days, until today if it lasts.",
    )
    ongoing = fields.Boolean(string="Still lasts", readonly=True)
    stopped = fields.Boolean(
        readonly=True, help="The request stopped before the stage came to its end."
    )

    @property
    def _table_query(self):
        """One row a request and stage; where parties answer, one a decision.

        Not a view of the database, which would keep its tables from changing.
        """
        today = civil_day(self)
        return SQL(
            """
            WITH request AS (%(requests)s)
            SELECT stage.id, stage.request_id, request.company_id, request.adviser_id,
                   request.employer_id, request.host_id, stage.stage, stage.party,
                   stage.organisation_id, stage.began AS date_start,
                   coalesce(stage.ended, stage.stopped_on) AS date_end,
                   date_trunc('month', stage.began)::date AS month,
                   greatest(0, coalesce(stage.ended, stage.stopped_on, %(today)s)
                               - stage.began) AS days,
                   stage.ended IS NULL AND stage.stopped_on IS NULL AS ongoing,
                   stage.ended IS NULL AND stage.stopped_on IS NOT NULL AS stopped
              FROM (%(stages)s) AS stage
              JOIN request ON request.id = stage.request_id
            """,
            requests=SQL(_REQUESTS),
            stages=SQL(" UNION ALL ".join(_STAGES), today=today),
            today=today,
        )
