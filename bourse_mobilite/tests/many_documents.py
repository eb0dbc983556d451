"""Conventions made and waiting for signatures, by SQL: see ``many_requests``."""

from datetime import timedelta

from odoo import fields

from .many_requests import _insert, many_requests


def many_documents(env, count, adviser=None, asked_ago=0, remind_on=None):
    """``count`` conventions to sign, each of its own agent, employer and host; the
    documents. Their agent and a person of the employer are asked together.

    :param asked_ago: days since they were asked
    :param remind_on: the day of the next reminder; None: none
    """
    requests = many_requests(env, count, adviser)
    asked_on = fields.Datetime.now() - timedelta(days=asked_ago)
    env.cr.execute(
        "UPDATE mobility_request SET state = 'agreed', waiting_for = 'signatories'"
        " WHERE id = ANY(%s)",
        [requests.ids],
    )
    conventions = _insert(
        env,
        "mobility_convention",
        ("number", "request_id", "company_id", "candidate_id", "candidate_name",
         "employer_id", "host_id", "date_start", "date_end", "objective",
         "signing_order", "state"),
        "SELECT 'C-' || id, id, company_id, candidate_id, candidate_name, employer_id,"
        " host_id, date_start, date_end, 'discover', 'together', 'to_sign'"
        " FROM mobility_request WHERE id = ANY(%s) ORDER BY id",
        [requests.ids],
    )  # fmt: skip
    documents = _insert(
        env,
        "mobility_document",
        ("name", "kind", "version", "made_by", "convention_id", "company_id",
         "verification_code", "frozen_on", "frozen_sha256", "state"),
        "SELECT number, 'convention', 1, 'house', id, company_id, 'ESSAI-' || id, %s,"
        " repeat('0', 64), 'to_sign'"
        " FROM mobility_convention WHERE id = ANY(%s) ORDER BY id",
        [asked_on, conventions],
    )  # fmt: skip
    env.cr.execute(
        "UPDATE mobility_convention AS act SET document_id = document.id"
        " FROM mobility_document AS document"
        " WHERE document.convention_id = act.id AND act.id = ANY(%s)",
        [conventions],
    )
    _insert(
        env,
        "mobility_signatory",
        ("document_id", "company_id", "step", "sequence", "party", "role",
         "partner_id", "name", "state", "asked_on", "remind_on"),
        "SELECT document.id, document.company_id, 1, 10, party, 'signature',"
        " CASE party WHEN 'agent' THEN file.partner_id ELSE role.partner_id END,"
        " 'Personne ' || party, 'pending', %s, %s"
        " FROM mobility_document AS document"
        " JOIN mobility_convention AS act ON act.id = document.convention_id"
        " JOIN mobility_candidate AS file ON file.id = act.candidate_id"
        " JOIN mobility_role AS role ON role.employer_id = act.employer_id"
        " CROSS JOIN (VALUES ('agent'), ('employer')) AS two (party)"
        " WHERE document.id = ANY(%s) ORDER BY document.id",
        [asked_on, remind_on, documents],
    )  # fmt: skip
    env.cr.execute("ANALYZE mobility_document, mobility_signatory, mobility_convention")
    env.invalidate_all()
    return env["mobility.document"].browse(documents)


def many_drafts(env, count, adviser=None):
    """``count`` drafts that miss nothing; the conventions."""
    requests = many_requests(env, count, adviser)
    env.cr.execute(
        "UPDATE mobility_request SET state = 'agreed', waiting_for = 'cdg'"
        " WHERE id = ANY(%s)",
        [requests.ids],
    )
    parties = (requests.employer_id | requests.host_id).ids
    env.cr.execute(
        "UPDATE mobility_role SET quality = 'Maire' WHERE employer_id = ANY(%s)",
        [parties],
    )
    env.cr.execute(
        "UPDATE mobility_candidate SET corps_name = 'Attachés' WHERE id = ANY(%s)",
        [requests.candidate_id.ids],
    )
    # No SIRET of the tests begins so.
    env.cr.execute(
        "UPDATE res_partner SET company_registry = '77' || lpad(id::text, 12, '0'),"
        " street = '1 place de la Mairie', zip = '60400', city = 'Noyon'"
        " WHERE id = ANY(%s)",
        [parties],
    )
    drafts = _insert(
        env,
        "mobility_convention",
        ("number", "request_id", "company_id", "candidate_id", "candidate_name",
         "employer_id", "host_id", "date_start", "date_end", "objective",
         "signing_order", "state", "functions_observed", "place", "hours", "tutor_id",
         "employer_signatory_id", "host_signatory_id"),
        "SELECT 'C-' || act.id, act.id, act.company_id, candidate_id, candidate_name,"
        " act.employer_id, act.host_id, date_start, act.date_end, 'discover',"
        " 'together', 'draft', 'Accueil', 'Mairie', '9 h – 17 h', hosts.partner_id,"
        " own.id, hosts.id"
        " FROM mobility_request AS act"
        " JOIN mobility_role AS own ON own.employer_id = act.employer_id"
        " JOIN mobility_role AS hosts ON hosts.employer_id = act.host_id"
        " WHERE act.id = ANY(%s) ORDER BY act.id",
        [requests.ids],
    )  # fmt: skip
    env.invalidate_all()
    return env["mobility.convention"].browse(drafts)
