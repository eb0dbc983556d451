"""One export for each kind of register."""

# pylint: disable=missing-return

from odoo.fields import Domain

from .export import Export

_OF_EMPLOYER = ("siret", "employer", "kind", "commune")


class Employers(Export):
    code, model = "employers", "res.partner"
    always = (*_OF_EMPLOYER, "siren", "insee")

    def domain(self):
        """Public employers."""
        return Domain("mobility_employer_kind", "!=", False)

    def prepare(self, records):
        """Their communes."""
        self._read(records)

    def cells(self, record, keys):
        """One row."""
        yield self._employer(record)


class Tutors(Export):
    code, model = "tutors", "mobility.role"
    always = (*_OF_EMPLOYER, "tutor", "tutor_email")

    def domain(self):
        """Tutors in force: a file has no word for the others."""
        own = Domain("company_id", "=", self.env.company.id)
        return own & self.env["mobility.role"]._current_domain("tutor")

    def prepare(self, records):
        """Employers and persons."""
        self._read(records.employer_id | records.partner_id)

    def _tutor(self, person, quality):
        return {
            "tutor": person.name,
            "tutor_function": person.function or quality,
            "tutor_email": person.email_normalized,
        }

    def cells(self, record, keys):
        """One row."""
        tutor = self._tutor(record.partner_id, record.quality)
        yield {**self._employer(record.employer_id), **tutor}


class Places(Tutors):
    code, model = "places", "mobility.offer"
    always = (*_OF_EMPLOYER, "title", "service", "ref")

    def domain(self):
        """Those of the centre de gestion."""
        return Domain("company_id", "=", self.env.company.id)

    def prepare(self, records):
        """Hosts, tutors and their qualities."""
        self._read(
            records.host_id | records.tutor_ids,
            records.metier_id,
            records.condition_ids,
        )
        roles = self.env["mobility.role"].search_fetch(
            super().domain()
            & Domain("employer_id", "in", records.host_id.ids)
            & Domain("partner_id", "in", records.tutor_ids.ids),
            ["partner_id", "employer_id", "quality"],
        )
        self.qualities = {
            (role.employer_id, role.partner_id): role.quality for role in roles
        }

    def cells(self, record, keys):
        """One row for each tutor."""
        offer = {
            **self._employer(record.host_id),
            "title": record.name,
            "metier": record.metier_id.name,
            "service": record.service,
            "description": record.description,
            "places": record.capacity,
            "date_from": record.date_from,
            "date_to": record.date_to,
            "conditions": tuple(record.condition_ids.mapped("name")),
            "ref": str(record.id),
        }
        tutors = record.tutor_ids if "tutor" in keys else record.tutor_ids[:1]
        for person in tutors:
            quality = self.qualities.get((record.host_id, person))
            yield {**offer, **self._tutor(person, quality)}
        if not tutors:
            yield offer


class Agents(Export):
    code, model = "agents", "mobility.candidate"
    always = (*_OF_EMPLOYER, "agent", "agent_email")
    never = ("first_name",)

    def domain(self):
        """The files of the centre de gestion that say an employer."""
        own = Domain("company_id", "=", self.env.company.id)
        return own & Domain("active", "=", True) & Domain("employment_ids", "!=", False)

    def prepare(self, records):
        """Persons, employers, and the mailboxes that several people read."""
        held = records.employment_ids
        self._read(held.employer_id | records.partner_id, held.cadre_id)
        emails = records.partner_id.mapped("email_normalized")
        self.shared = records.partner_id._mobility_shared_mailboxes(emails)

    def cells(self, record, keys):
        """One row: the main employment."""
        person = record.partner_id
        held = record.employment_ids
        employment = held.filtered("main")[:1] or held[:1]
        email = person.email_normalized
        yield {
            **self._employer(employment.employer_id),
            "agent": person.name,
            "agent_email": "" if email in self.shared else email,
            "agent_phone": person.phone,
            "versant": record.versant,
            "cadre": employment.cadre_id.name,
            "corps": employment.corps_name,
            "status": record.status,
            "job": employment.job_title,
            "hours": round(employment.hours_per_week, 2),
            "since": employment.date_start,
        }


class Trainings(Export):
    code, model = "trainings", "mobility.training"
    # A postal code alone does not say where.
    always = ("training", "provider", "code", "date_from", "commune")

    def domain(self):
        """Those of the centre de gestion that are not archived."""
        own = Domain("company_id", "=", self.env.company.id)
        return own & Domain("active", "=", True)

    def cells(self, record, keys):
        """One row."""
        commune = record.commune_id
        yield {
            "training": record.name,
            "provider": record.provider,
            "code": record.code,
            "theme": record.theme,
            "duration": record.duration_days,
            "modality": record.modality,
            "zip": (commune.postal_codes or "").split(" ")[0],
            "commune": self._commune(commune),
            "date_from": record.date_from,
            "date_to": record.date_to,
            "url": record.url,
            "description": record.description,
            "metiers": tuple(record.metier_ids.mapped("name")),
        }


class Metiers(Export):
    code, model = "metiers", "mobility.metier"
    always = ("name", "rome_code", "cnfpt_code", "rmfp_code")

    def cells(self, record, keys):
        """One row."""
        yield {
            "name": record.name,
            "rome_code": record.rome_code,
            "champ": record.champ,
            "speciality": record.speciality,
            "cnfpt_code": record.cnfpt_code,
            "rmfp_code": record.rmfp_code,
            "description": record.description,
            "conditions": tuple(record.condition_ids.mapped("name")),
            "skills": tuple(record.skill_ids.mapped("name")),
            "near": tuple(record.near_metier_ids.mapped("name")),
        }


EXPORT_OF = {
    one.code: one for one in (Places, Employers, Tutors, Agents, Trainings, Metiers)
}
