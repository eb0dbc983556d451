"""The choices of a PPR, and which of its fields are written how."""

GROUP = "bourse_mobilite.group_mobility_ppr"
STATES = [
    ("opened", "To be proposed"),
    ("proposed", "Proposed, answer awaited"),
    ("accepted", "Accepted, project being written"),
    ("notified", "Project notified, answer awaited"),
    ("underway", "Under way"),
    ("suspended", "Suspended by a leave"),
    ("refused", "Refused"),
    ("extended", "Reclassement asked for"),
    ("closed", "Closed"),
]
PROOFS = [
    ("letter", "Registered letter"),
    ("handed", "Handed over against a signature"),
    ("electronic", "Registered electronic mail"),
]
OUTCOMES = [
    ("reclassed", "Reclassed"),
    ("adapted", "Post adapted, or another post in the same grade"),
    ("fit", "Found fit"),
    ("broken", "Commitments not kept"),
    ("not_reclassed", "Not reclassed: no post could be proposed"),
    ("posts_refused", "Not reclassed: the posts proposed were refused"),
    ("available", "Disponibilité d'office"),
    ("retired", "Retirement"),
    ("dismissed", "Dismissal"),
    ("resigned", "Resignation"),
]

# What is known and may be corrected by hand while the file is open; each change is a
# line of its journal.
FACTS = {
    "sense",
    "opinion_date",
    "received_on",
    "seized_on",
    "from_seizure",
    "agreed_start",
    "physician_on",
    "review_months",
    "project_months",
    "answered_on",
    "detached_from",
    "detached_to",
    "not_detached",
}
# Written by the buttons alone.
ACTS = {
    "state",
    "proposed_on",
    "accepted_on",
    "declined_on",
    "notified_on",
    "proof",
    "proof_reference",
    "agreed_on",
    "refused_on",
    "silence_confirmed_on",
    "requested_on",
    "outcome",
    "ended_on",
    "journal_count",
    "journal_head",
    "event_ids",
}
# Computed by the clock, or copied: never typed.
COMPUTED = {
    "date_start",
    "date_end",
    "project_due_date",
    "silence_date",
    "next_date",
    "next_code",
    "candidate_name",
    "employer_name",
    "company_id",
}
# Why it ends, as the clock knows it: what is not here is that the agent leaves.
END_REASONS = {
    "reclassed": "reclassed",
    "adapted": "adapted",
    "fit": "fit",
    "broken": "broken",
}
