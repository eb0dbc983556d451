"""Acts are written by their mechanism alone, for staff as for programs."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .access_stories import AccessStories
from .common import MobilityCase

_QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
# Whatever a client sends, the key of the guard is an object of this process.
CONTEXTS = (
    {},
    {"mobility_act": True},
    {"mobility_act": "acting"},
    {"mobility_act": 1},
    {"mobility_act": {}},
    {"mobility_act": [True]},
)
STAFF = ("adviser", "referent", "manager")


@tagged("post_install", "-at_install")
class TestDecisions(AccessStories, MobilityCase):
    def setUp(self):
        super().setUp()
        self._tell_stories()

    def assertRefused(self, play, message):
        with self.assertRaises(UserError, msg=message), self.env.cr.savepoint():
            play()
        self.env.invalidate_all()

    def _as_staff(self, record):
        for role in STAFF:
            for context in CONTEXTS:
                yield record.with_user(getattr(self, role)).with_context(**context)
        # Not even the superuser by hand, through any door but the mechanism.
        yield record.sudo()

    @mute_logger(*_QUIET)
    def test_acts_cannot_be_made_changed_or_erased_by_hand(self):
        for model in (
            "mobility.decision", "mobility.signatory", "mobility.document",
        ):  # fmt: skip
            for label, record in self.records[model].items():
                for one in self._as_staff(record):
                    name = f"{model} {label} {one.env.user.login} {one.env.context}"
                    self.assertRefused(
                        lambda one=one: one.create(self.new_values[one._name]), name
                    )
                    self.assertRefused(
                        lambda one=one: one.write(self.changes[one._name]), name
                    )
                    self.assertRefused(lambda one=one: one.unlink(), name)

    @mute_logger(*_QUIET)
    def test_links_cannot_be_read_made_or_revived(self):
        link = self.records["mobility.link"]["any"]
        for one in self._as_staff(link):
            if one.env.su:
                self.assertRefused(
                    lambda one=one: one.write({"revoked_on": False}), "su"
                )
                self.assertRefused(
                    lambda one=one: one.create(self.new_values["mobility.link"]), "su"
                )
                continue
            for play in (
                lambda one=one: one.read(["partner_id"]),
                lambda one=one: one.read(["secret_sha256"]),
                lambda one=one: one.search([("secret_sha256", "like", "a")]),
                lambda one=one: one.write({"revoked_on": False}),
                lambda one=one: one.create(self.new_values["mobility.link"]),
                lambda one=one: one.unlink(),
            ):
                with self.assertRaises(AccessError):
                    play()

    @mute_logger(*_QUIET)
    def test_what_a_request_became_is_not_typed(self):
        today = self.pending.submitted_on
        changes = (
            {"state": "agreed"},
            {"submitted_on": today},
            {"submitted_on": False},
            {"ended_as": "done"},
            {"ended_reason": "Motif"},
            {"waiting_for": "nobody"},
            {"due_date": today},
            {"days": 1},
            {"turns": 9},
            {"name": "D-1"},
            {"partner_id": self.agent2.partner_id.id},
            {"candidate_name": "Une autre"},
            {"source": "paper"},
            {"decision_ids": [(5, 0, 0)]},
            {
                "decision_ids": [
                    (1, self.pending.decision_ids[0].id, {"answer": "agreed"})
                ]
            },
            {"decision_ids": [(0, 0, self.new_values["mobility.decision"])]},
            {"convention_ids": [(0, 0, {"number": "C-9"})]},
        )
        for request in (self.draft, self.pending, self.own):
            for one in self._as_staff(request):
                for change in changes:
                    self.assertRefused(
                        lambda one=one, change=change: one.write(change), str(change)
                    )
        for one in self._as_staff(self.env["mobility.request"]):
            for change in changes[:9]:
                values = dict(change, candidate_id=self.candidate2.id)
                self.assertRefused(
                    lambda one=one, values=values: one.create(values), str(values)
                )

    @mute_logger(*_QUIET)
    def test_what_was_asked_stays_what_was_asked(self):
        day = self.pending.day_ids[0]
        changes = (
            {"candidate_id": self.candidate2.id},
            {"employer_id": self.third.id},
            {"host_id": self.third.id},
            {"offer_id": False},
            {"date_start": self.draft.date_start},
            {"date_end": self.draft.date_end},
            {"motivation": "Autre motif"},
            {"received_on": self.pending.submitted_on},
            {"paper": b"cGFwaWVy"},
            {"regime_id": self.env.ref("bourse_mobilite.regime_placement").id},
            {"day_ids": [(5, 0, 0)]},
            {"day_ids": [(2, day.id)]},
            {"day_ids": [(1, day.id, {"half": "am"})]},
            {"day_ids": [(0, 0, {"date": self.draft.date_start})]},
        )
        for one in self._as_staff(self.pending):
            for change in changes:
                self.assertRefused(
                    lambda one=one, change=change: one.write(change), str(change)
                )

    @mute_logger(*_QUIET)
    def test_days_of_a_submitted_request_are_kept(self):
        day, other = self.pending.day_ids[0], self.draft.day_ids[0]
        for one in self._as_staff(day):
            for play in (
                lambda one=one: one.write({"half": "am"}),
                lambda one=one: one.write({"date": other.date}),
                lambda one=one: one.write({"request_id": self.draft.id}),
                lambda one=one: one.unlink(),
                lambda one=one: one.create(
                    {"request_id": self.pending.id, "date": other.date}
                ),
                # A day of a draft cannot be slipped in either.
                lambda one=one: one.browse(other.id).write(
                    {"request_id": self.pending.id}
                ),
                # Nor counted for nothing: the quota reads its length.
                lambda one=one: one.browse(other.id).write({"portion": 0}),
                lambda one=one: one.browse(other.id).write({"live": False}),
                lambda one=one: one.browse(other.id).write({"in_quota": False}),
            ):
                self.assertRefused(play, one.env.user.login)

    @mute_logger(*_QUIET)
    def test_a_frozen_convention_is_kept(self):
        act = self.conventions["own"]
        changes = (
            {"number": "C-9"},
            {"state": "signed"},
            {"ended_as": "cancelled"},
            {"functions_observed": "Autre"},
            {"place": "Ailleurs"},
            {"tutor_id": self.rh.partner_id.id},
            {"employer_signatory_id": False},
            {"document_id": False},
            {"document_ids": [(5, 0, 0)]},
            {"candidate_name": "Une autre"},
            {"date_start": self.draft.date_start},
            {"request_id": self.draft.id},
            {"signatory_ids": [(1, act.signatory_ids[0].id, {"state": "signed"})]},
        )
        digest = act.document_id.frozen_sha256
        for one in self._as_staff(act):
            for change in changes:
                self.assertRefused(
                    lambda one=one, change=change: one.write(change), str(change)
                )
            self.assertRefused(lambda one=one: one.unlink(), "unlink")
        self.assertEqual(act.document_id.frozen_sha256, digest)

    def test_the_file_of_a_document_is_not_replaced_by_its_attachment(self):
        act = self.conventions["own"]
        file = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", "mobility.document"),
                    ("res_id", "=", act.document_id.id),
                    ("res_field", "=", "frozen_file"),
                ]
            )
        )
        for role in (*STAFF, "agent", "rh"):
            attachment = file.with_user(getattr(self, role))
            for play in (
                lambda attachment=attachment: attachment.write({"raw": b"faux"}),
                lambda attachment=attachment: attachment.unlink(),
            ):
                with self.assertRaises(AccessError, msg=role):
                    play()

    def test_a_file_stays_the_one_of_its_person(self):
        """Whoever is put there would read the file on the portal."""
        for role in STAFF:
            with self.assertRaises(UserError):
                self.candidate.with_user(
                    getattr(self, role)
                ).partner_id = self.tutor.partner_id

    def test_answered_once(self):
        row = self.pending.decision_ids.filtered(lambda one: one.party == "origin")
        row.with_user(self.rh).action_answer("refused", "Nécessités de service")
        self.assertEqual(
            (row.answer, row.author_id, row.way),
            ("refused", self.rh.partner_id, "portal"),
        )
        for user in (self.rh, self.authority):
            with self.assertRaises(UserError):
                row.with_user(user).action_answer("agreed")
        self.assertEqual(row.answer, "refused")

    @mute_logger(*_QUIET)
    def test_no_secret_is_left_where_someone_reads(self):
        """The links went out by mail; nobody of the house can find one."""
        mails = (
            self.env["mail.mail"]
            .sudo()
            .search([("body_html", "ilike", "/demande/decider/")])
        )
        self.assertTrue(mails, "the links were sent")
        self.assertFalse(any(mails.mapped("res_id")))
        secret = mails[0].body_html.partition("/demande/decider/")[2].partition('"')[0]
        self.assertGreater(len(secret), 20)
        self.env.flush_all()
        columns = self.env.execute_query(
            SQL(
                """
                SELECT table_name, column_name FROM information_schema.columns
                 WHERE table_schema = 'public'
                   AND data_type IN ('text', 'character varying', 'jsonb')
                """
            )
        )
        self.assertGreater(len(columns), 500)
        places = {
            (table, column)
            for table, column in columns
            if self.env.execute_query(
                SQL(
                    "SELECT 1 FROM %s WHERE %s::text LIKE %s LIMIT 1",
                    SQL.identifier(table), SQL.identifier(column), f"%{secret}%",
                )
            )
        }  # fmt: skip
        self.assertEqual(places, {("mail_mail", "body_html")})
        for role in (*STAFF, "internal", "agent", "rh", "rh_host"):
            user = getattr(self, role)
            messages = self.env["mail.message"].with_user(user)
            self.assertFalse(messages.search([("body", "ilike", "/demande/decider/")]))
            with self.assertRaises(AccessError):
                self.env["mail.mail"].with_user(user).search([])
