from odoo import api, models

from ..rules.matching import spec

_NEAR, _OFTEN, _SELDOM = 800, 750, 400


class MobilityMatching(models.AbstractModel):
    """What is said of a place: facts for and against, in plain words, never a bare
    percentage."""

    _inherit = "mobility.matching"

    @api.model
    def _words_of(self, verdicts):
        """For each ``(points, facts)``, a list of ``(good, text)``: what speaks for the
        place when ``good``, else what speaks against it or has to be looked at."""
        missing = {skill for _points, facts in verdicts for skill in facts["missing"]}
        conditions = {
            one for _points, facts in verdicts for one in facts.get("conditions", ())
        }
        # Names of a public list, for an agent who may not read hr.skill.
        skill_names = dict(self._names("hr.skill", missing))
        condition_names = dict(self._names("mobility.condition", conditions))
        return [
            self._words(
                dict(zip(spec.CRITERIA, points, strict=True)),
                facts,
                [skill_names.get(one, "") for one in facts["missing"]],
                [condition_names.get(one, "") for one in facts.get("conditions", ())],
            )
            for points, facts in verdicts
        ]

    @api.model
    def _names(self, model, ids):
        records = self.env[model].sudo().browse(sorted(ids)).exists()
        return [(record.id, record.name) for record in records]

    @api.model
    def _words(self, points, facts, missing, conditions):
        said = []
        if points["metier"] == spec.FULL:
            said.append((True, self.env._("a métier aimed at")))
        elif points["metier"] == spec.NEAR_METIER:
            said.append((True, self.env._("a métier near the one aimed at")))
        elif not points["metier"]:
            said.append((False, self.env._("another métier than those aimed at")))
        said += self._words_of_distance(points["distance"], facts)
        said += self._words_of_skills(facts, missing)
        if points["dates"] == spec.FULL:
            said.append((True, self.env._("free on your dates")))
        else:
            said.append((False, self.env._("only %s free days", facts["days"])))
        said += self._words_of_the_rest(points)
        said += [(False, self.env._("asks for: %s", name)) for name in conditions]
        return said

    @api.model
    def _words_of_distance(self, points, facts):
        if "km" not in facts:
            return []
        km = facts["km"]
        if km is None:
            return [(False, self.env._("where it is has to be asked"))]
        if not km:
            return [(True, self.env._("near (less than 1 km)"))]
        if points >= _NEAR:
            return [(True, self.env._("near (%s km)", km))]
        if points >= spec.AT_RADIUS:
            return [(True, self.env._("at %s km", km))]
        return [(False, self.env._("far (%s km)", km))]

    @api.model
    def _words_of_skills(self, facts, missing):
        asked = facts["skills"]
        if not asked:
            return []
        had = asked - len(missing)
        said = []
        if had:
            said.append(
                (True, self.env._("%(had)s of %(asked)s skills", had=had, asked=asked))
            )
        if missing:
            said.append((False, self.env._("to be learned: %s", ", ".join(missing))))
        return said

    @api.model
    def _words_of_the_rest(self, points):
        said = []
        if not points["licence"]:
            said.append((False, self.env._("a driving licence (permis B) is needed")))
        elif points["licence"] == spec.UNKNOWN:
            said.append(
                (False, self.env._("a driving licence (permis B): to be checked"))
            )
        if points["filiere"] == spec.FULL:
            said.append((True, self.env._("the same filière")))
        elif not points["filiere"]:
            said.append((False, self.env._("another filière")))
        if not points["category"]:
            said.append((False, self.env._("usually a post of another category")))
        if points["answers"] >= _OFTEN:
            said.append((True, self.env._("this host answers in time")))
        elif points["answers"] < _SELDOM:
            said.append((False, self.env._("this host seldom answers in time")))
        if not points["exposure"]:
            said.append((False, self.env._("this host has many requests waiting")))
        return said

    @api.model
    def _criteria(self):
        """``{criterion: its name}``, in the order of the points."""
        names = (
            self.env._("Métier"),
            self.env._("Skills"),
            self.env._("Distance"),
            self.env._("Dates and free places"),
            self.env._("Driving licence"),
            self.env._("Filière"),
            self.env._("Category"),
            self.env._("Answers of the host"),
            self.env._("Places seldom shown"),
        )
        return dict(zip(spec.CRITERIA, names, strict=True))

    @api.model
    def _sum(self, points, weights):
        """How the score of one place is made: ``{name, points, weight, total}`` of each
        criterion."""
        return [
            {"name": name, "points": one, "weight": weight, "total": one * weight}
            for name, one, weight in zip(
                self._criteria().values(), points, weights, strict=False
            )
        ]

    @api.model
    def _explained(self, company):
        """The rules in force, for whoever asks (CRPA, art. L. 311-3-1): plain
        values."""
        # In force for all: anyone may know it.
        rules = self.env["mobility.weights"]._in_force(company)
        weights = rules._as_rules()
        whole = sum(weights[: len(spec.CRITERIA)])
        return {
            "version": rules.version,
            "since": rules.create_date,
            "why": rules.why,
            "criteria": [
                {
                    "code": code,
                    "name": name,
                    "weight": weight,
                    "percent": 100 * weight // whole,
                }
                for (code, name), weight in zip(
                    self._criteria().items(), weights, strict=False
                )
            ],
            "days_wanted": weights.days_wanted,
            "seen_half": weights.seen_half,
            "rest_after": weights.rest_after,
        }
