"""What an agent must avoid, and who the agents are, by RPC: lists, counts, orders,
groups, names and exports of every field of the models of the matching."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.guard import acting
from .matching_leak_case import NAME, QUIET, STAFF, MatchingLeakCase
from .test_access_fields import answer_of, hidden_probes

_OUTSIDE = ("internal", "rh_host", "authority_host", "tutor", "agent2", "public")
_MODELS = (
    "mobility.candidate", "mobility.proposal", "mobility.offer", "mobility.campaign",
    "mobility.solicitation", "mobility.weights", "mobility.profile",
    "mobility.matching", "mail.activity", "mail.message", "mail.mail",
)  # fmt: skip
_CONTACT = ("mail.message", "record_name")


@tagged("post_install", "-at_install")
class TestMatchingLeak(MatchingLeakCase):
    def _read_by_rpc(self, role):
        """``{probe: answer}`` of all that a client may ask on the models of the
        matching, field by field."""
        seen = {}
        for name in _MODELS:
            model = self.env[name].with_user(getattr(self, role))
            if model._abstract or not model.has_access("read"):
                seen[name, "", "read"] = answer_of(lambda model=model: model.search([]))
                continue
            for field in ["", *model.fields_get(attributes=["type"])]:
                self.env.invalidate_all()
                for kind, probe in _probes(model, field).items():
                    seen[name, field, kind] = _answer_of(probe)
        return seen

    def _play_rpc(self, role):
        def play():
            self.look()
            self.offer.with_user(self.rh_host)._ask_to_talk()
            return self._read_by_rpc(role)

        return play

    @mute_logger(*QUIET)
    def test_by_rpc_everything_is_the_same(self):
        """Lists, counts, orders, groups, exports, names: each field of each model."""
        for role in (*STAFF, *_OUTSIDE):
            without, with_them = self.worlds(self._play_rpc(role))
            self.assertEqual(without.keys(), with_them.keys(), role)
            told = [key for key, answer in without.items() if answer != with_them[key]]
            self.assertEqual(told, [], role)
            # The condition is on the places that ask for it, and leads to no agent.
            told = _told_of(with_them, "zibeline")
            self.assertLessEqual({key[0] for key in told}, {"mobility.offer"}, role)
            if role in STAFF:
                self.assertTrue(_told_of(without, NAME), "nothing read")
            else:
                self._assert_no_name(role, with_them)

    def _assert_no_name(self, role, seen):
        for secret in (*NAME.split(), "phyr", "perso.example.org"):
            told = _told_of(seen, secret)
            if role == "internal":
                # The contacts of the house, which any employee reads.
                told = [key for key in told if key[:2] != _CONTACT]
            self.assertEqual(told, [], (role, secret))

    @mute_logger(*QUIET)
    def test_the_probes_find_what_is_shown(self):
        """The referent, who may, learns it by the same probes: they prove something."""
        without, with_them = self.worlds(self._play_rpc("referent"))
        told = {field for (_model, field, _kind), answer in without.items()
                if answer != with_them.get((_model, field, _kind))}  # fmt: skip
        self.assertIn("restriction_ids", told)
        self.assertIn("places_left_out", told)

    def test_a_referent_leaves_no_trace_on_the_file(self):
        """Nor the hour: an old file that a referent opens again stays an old file."""
        file = self.marked.with_user(self.adviser)
        self.env.cr.execute(
            "UPDATE mobility_candidate SET write_uid = %s, write_date = '2026-01-05'",
            [self.manager.id],
        )
        self.env.invalidate_all()
        names = ["write_uid", "write_date", "message_ids", "activity_ids"]
        before = file.read(names)
        as_referent = self.marked.with_user(self.referent)
        for restrictions in (self.condition, self.condition.browse()):
            as_referent.restriction_ids = restrictions
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertEqual(self.marked.restriction_ids, restrictions)
            self.assertEqual(file.read(names), before)
        # What everyone may see is told as ever.
        as_referent.write({"restriction_ids": [(5,)], "radius_km": 12})
        self.assertEqual(file.write_uid, self.referent)

    @mute_logger(*QUIET)
    def test_no_path_leads_to_what_is_hidden(self):
        """Through what the matching adds, as through the file itself."""
        self.look()
        acting(self.campaign.sudo()).candidate_ids = self.files
        values = [("in", self.condition.ids), ("ilike", "zibeline")]
        for model, path in (
            ("mobility.proposal", "candidate_id.restriction_ids"),
            ("mobility.proposal", "candidate_id.places_left_out"),
            ("mobility.offer", "proposal_ids.candidate_id.restriction_ids"),
            ("mobility.campaign", "candidate_ids.restriction_ids"),
        ):
            for role in ("referent", *STAFF, "rh_host", "agent2"):
                records = self.env[model].with_user(getattr(self, role))
                told = set()
                seen = []
                for restrictions in (self.condition.browse(), self.condition):
                    self.files.restriction_ids = restrictions
                    self.env.flush_all()
                    answers = {}
                    for name, probe in hidden_probes(records, path, values).items():
                        self.env.invalidate_all()
                        answers[name] = answer_of(probe)
                    seen.append(answers)
                told = {name for name in seen[0] if seen[0][name] != seen[1][name]}
                self.assertEqual(bool(told), role == "referent", (path, role, told))


def _probes(model, field):
    """What a client may send about one field; all rows when ``field`` is empty."""
    if not field:
        return {
            "search_count": lambda: model.search_count([]),
            "name_search": lambda: [name for _id, name in model.name_search("")],
            "web_search_read": lambda: (
                model.web_search_read([], {"display_name": {}})["records"]
            ),
        }
    return {
        "read": lambda: model.search([]).read([field], load=None),
        "order": lambda: (
            model.search([], order=f"{field} desc, id").read(["display_name"])
        ),
        "set": lambda: model.search_count([(field, "!=", False)]),
        "like": lambda: model.search_count([(field, "ilike", "zibeline")]),
        "group": lambda: model.formatted_read_group([], [field], ["__count"]),
        # Of an id, an external one is drawn at random.
        "export": lambda: (
            field != "id" and model.search([]).export_data([field])["datas"]
        ),
    }


def _told_of(seen, words):
    """The probes whose answer has these words."""
    return [key for key, answer in seen.items() if words in answer]


def _answer_of(probe):
    try:
        return answer_of(probe)
    except NotImplementedError:  # a picture is not searched
        return "not searched"
