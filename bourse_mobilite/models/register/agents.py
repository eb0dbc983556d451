"""The agents of a file: their contact, their file, their employment."""

from collections import defaultdict

from odoo.fields import Domain

from ...rules.register.kinds import AGENTS
from ...rules.register.repair import fold
from .cadres import Cadres, singular

# Column of the register -> field of the employment.
_EMPLOYMENT = {
    "cadre": "cadre_id",
    "corps": "corps_name",
    "job": "job_title",
    "hours": "hours_per_week",
    "since": "date_start",
}
_FILE = {"versant": "versant", "status": "status"}
_PERSON = {"agent_email": "email", "agent_phone": "phone"}


def _words(name):
    """« DUPONT Marie » and « Marie Dupont » are one name."""
    return " ".join(sorted(fold(name).split()))


def full_name(row):
    """First name, then name, as a person reads it."""
    return " ".join(filter(None, (row.values["first_name"], row.values["agent"])))


class Agent:
    """An agent that the file speaks of: records, or those to be made."""

    def __init__(self, row, employer, partner=None, candidate=None, employment=None):
        self.row = row
        self.employer = employer
        self.partner = partner
        self.candidate = candidate
        self.employment = employment
        self.new = not candidate
        self.person_vals = {}
        self.file_vals = {}
        self.employment_vals = {}


class Agents:
    """Agents by personal e-mail, else by name at their employer.

    An agent's contact is never filed under the employer: colleagues would see it.
    """

    def __init__(self, env, rows, employers):
        self.env = env
        self.cadres = Cadres(env)
        self.by_email = defaultdict(list)
        self.files = {}
        self.here = defaultdict(list)
        self.elsewhere = defaultdict(list)
        self.archived = set()  # contacts, e-mails, names at their employer
        self.planned = {}
        self._read(rows, employers)

    def _read(self, rows, employers):
        emails = {row.values["agent_email"] for row in rows} - {""}
        self.shared = self.env["res.partner"]._mobility_shared_mailboxes(emails)
        person = Domain("is_company", "=", False)
        partners = self.env["res.partner"].search_fetch(
            person & Domain("email_normalized", "in", list(emails)),
            ["name", "email_normalized", "parent_id", "phone"],
        )
        for partner in partners:
            self.by_email[partner.email_normalized].append(partner)
        wanted = {_words(full_name(row)) for row in rows}
        own = Domain("company_id", "=", self.env.company.id)
        known = set(partners.ids)
        files = self.env["mobility.candidate"].with_context(active_test=False)
        files = files.search_fetch(own, ["name", "partner_id", "active"])
        for candidate in files.filtered(
            lambda one: one.partner_id.id in known
            or _words(one.name) in wanted
            or (not one.active and one.partner_id.email_normalized in emails)
        ):
            name, person = _words(candidate.name), candidate.partner_id
            at = candidate.employment_ids.employer_id | candidate.employer_id
            if not candidate.active:
                places = {(employer.id, name) for employer in at}
                self.archived |= {person, person.email_normalized, *places}
                continue
            self.files[person] = candidate
            for employer in at:
                self.here[employer.id, name].append(candidate)
            self.elsewhere[name].append(candidate)

    def find(self, row, employer):
        """The agent of a row; None once refused."""
        email, name = row.values["agent_email"], full_name(row)
        if email in self.shared:
            row.refuse("agent_generic_email", email=email)
            return None
        place = employer.record.id if employer.record else employer
        same = self.by_email.get(email, []) if email else []
        if len(same) > 1:  # a couple may share one: the name says who
            same = [one for one in same if _words(one.name) == _words(name)] or same
        first = self.planned.get((place, _words(name))) or self.planned.get(email)
        if first and first.partner and len(same) == 1 and same[0] != first.partner:
            first = self.planned.get(same[0])  # homonyms, each with an e-mail
        if first:
            row.refuse("agent_twice", row=first.row.number)
            return None
        agent = None
        if len(same) > 1:
            row.refuse("agent_email_several", email=email)
        elif same:
            agent = self._of_person(row, employer, same[0], name)
        else:
            agent = self._of_name(row, employer, place, name)
        if agent and not agent.candidate:
            # Whose e-mail it is, is certain once the contact is known.
            marks = {agent.partner or email, (place, _words(name))} - {""}
            if marks & self.archived:
                row.refuse("agent_archived")
                return None
        if agent:
            self.planned[place, _words(name)] = agent
            if email:
                self.planned[email] = self.planned[agent.partner or email] = agent
        return agent

    def _of_person(self, row, employer, partner, name):
        if _words(partner.name) != _words(name):
            row.refuse(
                "agent_email_taken",
                email=row.values["agent_email"],
                known=partner.name,
            )
            return None
        if partner.parent_id.mobility_employer_kind:
            row.refuse("agent_filed", name=partner.name, parent=partner.parent_id.name)
            return None
        candidate = self.files.get(partner)
        return self._known(row, employer, partner, candidate)

    def _of_name(self, row, employer, place, name):
        found = self.here.get((place, _words(name)), [])
        if len(found) > 1:
            row.refuse("agent_several", name=name)
            return None
        if found:
            email = row.values["agent_email"]
            known = found[0].partner_id.email_normalized
            if email and known and email != known:
                row.refuse("agent_other_email", name=name, known=known)
                return None
            return self._known(row, employer, found[0].partner_id, found[0])
        if homonyms := self.elsewhere.get(_words(name)):
            other = homonyms[0].employer_id.name or ""
            row.note("agent_homonym", name=name, employer=other)
        return Agent(row, employer)

    def _known(self, row, employer, partner, candidate):
        if not candidate:
            return Agent(row, employer, partner)
        at = employer.record
        employment = candidate.employment_ids.filtered(
            lambda one: at and one.employer_id == at
        )[:1]
        if not employment and candidate.employer_id:
            row.refuse(
                "agent_elsewhere",
                name=candidate.name,
                known=candidate.employer_id.name,
            )
            return None
        since, last = row.values["since"], employment.date_end
        if since and last and since > last:
            heading = AGENTS.by_key["since"].heading
            row.refuse("employment_over", column=heading, first=since, last=last)
            return None
        return Agent(row, employer, partner, candidate, employment)

    def give(self, row, agent, change):
        """Note what a row says of its agent. An empty cell erases nothing; what is
        known of how to reach a person is never overwritten from a spreadsheet.

        :param change: called with (heading, old, new) for each change.
        """
        for key, name in _PERSON.items():
            value = row.values[key]
            known = agent.partner and agent.partner[name]
            if value and not known:
                agent.person_vals[name] = value
                if agent.candidate:
                    change(AGENTS.by_key[key].heading, "", value)
            elif value and fold(known) != fold(value):
                row.note(
                    "tutor_kept",
                    column=AGENTS.by_key[key].heading,
                    person=agent.partner.name,
                    kept=known,
                )
        if agent.candidate and not agent.employment:
            change(AGENTS.by_key["employer"].heading, "", agent.employer.name)
        for key, name in _FILE.items():
            self._compare(row, key, name, agent.candidate, agent.file_vals, change)
        for key, name in _EMPLOYMENT.items():
            if key != "cadre":
                vals = agent.employment_vals
                self._compare(row, key, name, agent.employment, vals, change)
        self._give_cadre(row, agent, change)

    def _compare(self, row, key, name, record, vals, change):
        value, column = row.values[key], AGENTS.by_key[key]
        if value in ("", None):
            return
        old = record[name] if record else None
        if record and isinstance(value, float):
            differs = abs(old - value) >= 0.005
        else:
            differs = (fold(old) != fold(value) if isinstance(value, str)
                       else old != value)  # fmt: skip
        if differs:
            vals[name] = value
            if record:
                change(column.heading, self._shown(column, old),
                       self._shown(column, value))  # fmt: skip

    def _shown(self, column, value):
        if hasattr(value, "isoformat"):
            return value.strftime("%d/%m/%Y")
        return column.shown(value or "")

    def _give_cadre(self, row, agent, change):
        text = row.values["cadre"]
        if not text:
            return
        old = agent.employment.cadre_id if agent.employment else None
        if old and fold(old.name) == fold(text):
            return
        cadre = self.cadres.find(text)
        if not cadre:
            row.note("cadre_unknown", value=text)
            return
        if singular(cadre.name) != singular(text):
            row.note("cadre_of_grade", value=text, cadre=cadre.name)
        if cadre != old:
            agent.employment_vals["cadre_id"] = cadre.id
            if agent.employment:
                change(AGENTS.by_key["cadre"].heading, old.name or "", cadre.name)

    def save(self, agents, journal):
        """Make and change contacts, files and employments."""
        strangers = [agent for agent in agents if not agent.partner]
        for agent in agents:
            if agent.partner and agent.person_vals:
                journal.change(agent.partner, agent.person_vals)
            if agent.candidate and agent.file_vals:
                journal.change(agent.candidate, agent.file_vals)
        partners = journal.make(
            "res.partner",
            [
                {"name": full_name(agent.row), "is_company": False, **agent.person_vals}
                for agent in strangers
            ],
        )
        for agent, partner in zip(strangers, partners, strict=True):
            agent.partner = partner
        made = [agent for agent in agents if not agent.candidate]
        files = journal.make(
            "mobility.candidate",
            [
                {
                    "partner_id": agent.partner.id,
                    "adviser_id": False,
                    **agent.file_vals,
                }
                for agent in made
            ],
        )
        for agent, candidate in zip(made, files, strict=True):
            agent.candidate = candidate
        self._save_employments(agents, journal)

    def _save_employments(self, agents, journal):
        for agent in agents:
            if agent.employment and agent.employment_vals:
                journal.change(agent.employment, agent.employment_vals)
        made = [agent for agent in agents if not agent.employment]
        employments = journal.make(
            "mobility.employment",
            [
                {
                    "candidate_id": agent.candidate.id,
                    "employer_id": agent.employer.record.id,
                    "main": True,
                    **agent.employment_vals,
                }
                for agent in made
            ],
        )
        for agent, employment in zip(made, employments, strict=True):
            agent.employment = employment
