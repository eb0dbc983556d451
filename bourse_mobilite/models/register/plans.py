"""One plan for each kind of register."""

# pylint: disable=missing-return

from abc import abstractmethod

from .agents import Agents
from .items import Trainings
from .metiers import Metiers
from .offers import Offers
from .plan import EmployersPlan, Plan
from .tutors import Tutors


class TutorsPlan(EmployersPlan):
    """Tutors at their employers."""

    writes = "mobility.role"
    tutor_required = True

    def _find_subjects(self):
        self.tutors = Tutors(
            self.env,
            [planned.row for planned in self.accepted()],
            self._hosts(),
            required=self.tutor_required,
            strangers=self.only is None,
        )

    def _say_subject(self, planned):
        planned.tutor, new_role = self.tutors.find(
            planned.row,
            planned.employer,
            self._changer(planned),
            self._chosen_tutors(planned),
        )
        if new_role:
            planned.new = True
            name = planned.tutor.name
            planned.changes.append(self.env._("New tutor: %s", name))
            if known := self.tutors.known_elsewhere(planned.tutor):
                planned.remarks.append(
                    self.env._(
                        "%(email)s is already the e-mail of %(known)s in the "
                        "contacts: check whether %(name)s is the same person.",
                        email=planned.tutor.vals["email"],
                        known=known.name,
                        name=name,
                    )
                )

    def _chosen_tutors(self, planned):
        """Those who are tutors of what a row describes, even without a role."""
        return self.env["res.partner"]

    def apply(self, rows, journal):
        super().apply(rows, journal)
        pairs = [(planned.tutor, planned.employer) for planned in rows if planned.tutor]
        self.tutors.save(pairs, journal)


class PlacesPlan(TutorsPlan):
    """Host places: their employer, their tutor, the offer."""

    writes = "mobility.offer"
    tutor_required = False

    def _find_subjects(self):
        self.offers = Offers(
            self.env, self._hosts(), from_outside=self.only is not None
        )
        for planned in self.accepted():
            self.offers.announce(planned.row, planned.employer)
        for planned in self.accepted():
            planned.subject = self.offers.find(planned.row, planned.employer)
        super()._find_subjects()
        for offer in self.offers.all_known():
            self.tutors.know(offer.host_id, offer.tutor_ids)

    def _chosen_tutors(self, planned):
        record = planned.subject.record
        return record.tutor_ids if record else super()._chosen_tutors(planned)

    def _say_employer(self, planned):
        super()._say_employer(planned)
        planned.new = bool(planned.subject and planned.subject.made_by(planned.row))
        if planned.new:
            planned.changes.append(self.env._("New offer, to be reviewed"))

    def _say_subject(self, planned):
        if not planned.subject:
            return
        super()._say_subject(planned)
        planned.new = planned.subject.made_by(planned.row)
        change = self._changer(planned)
        self.offers.give(planned.row, planned.subject, planned.tutor, change)
        if planned.new:
            planned.changes += self.offers.understood(planned.subject)

    def apply(self, rows, journal):
        super().apply(rows, journal)
        self.offers.save([one.subject for one in rows if one.subject], journal)


class AgentsPlan(EmployersPlan):
    """Agents of employers: contact, file, employment."""

    writes = "mobility.candidate"

    def _find_subjects(self):
        rows = [planned.row for planned in self.accepted()]
        self.agents = Agents(self.env, rows, self._hosts())
        for planned in self.accepted():
            planned.subject = self.agents.find(planned.row, planned.employer)

    def _say_subject(self, planned):
        agent = planned.subject
        planned.new = agent.new
        if agent.new:
            planned.changes.append(self.env._("New mobility file"))
        self.agents.give(planned.row, agent, self._changer(planned))

    def apply(self, rows, journal):
        super().apply(rows, journal)
        self.agents.save([planned.subject for planned in rows], journal)


class ItemsPlan(Plan):
    """Rows that stand by themselves."""

    items_of = None

    def _decide(self):
        self.items = self.items_of(self.env)
        self._prepare()
        for planned in self.accepted():
            planned.subject = self.items.find(planned.row)
        for planned in self.accepted():
            planned.new = planned.subject.new
            if planned.new:
                planned.changes.append(self._new())
            self.items.give(planned.row, planned.subject, self._changer(planned))

    def _prepare(self):
        """What comes before the records are looked for."""

    @abstractmethod
    def _new(self):
        """What is said of a row whose record is to be made."""

    def apply(self, rows, journal):
        self.items.save([planned.subject for planned in rows], journal)


class TrainingsPlan(ItemsPlan):
    writes = "mobility.training"
    items_of = Trainings

    def _prepare(self):
        self._find_communes()
        for planned in self.accepted():
            self.items.announce(planned.row)

    def _decide(self):
        super()._decide()
        for planned in self.accepted():
            self.items.give_commune(
                planned.subject, planned.commune, self._changer(planned)
            )

    def _new(self):
        return self.env._("New training")


class MetiersPlan(ItemsPlan):
    writes = "mobility.metier"
    items_of = Metiers
    chunk = None  # métiers are tied to each other

    def _prepare(self):
        for planned in self.accepted():
            self.items.announce(planned.row)

    def _new(self):
        return self.env._("New métier")


PLAN_OF = {
    "places": PlacesPlan,
    "employers": EmployersPlan,
    "tutors": TutorsPlan,
    "agents": AgentsPlan,
    "trainings": TrainingsPlan,
    "metiers": MetiersPlan,
}
