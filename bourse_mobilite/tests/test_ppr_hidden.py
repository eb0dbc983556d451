"""A PPR is its parties' and the PPR group's: for anyone else it is not there."""

import json

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .ppr_case import PprCase

_QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
_MODELS = (
    "mobility.ppr",
    "mobility.ppr.leave",
    "mobility.ppr.change",
    "mobility.ppr.review",
    "mobility.ppr.progress",
    "mobility.ppr.post",
    "mobility.ppr.event",
    "mobility.ppr.alert",
    "mobility.ppr.figure",
    "mobility.ppr.step",
    "mobility.read.log",
)


@tagged("post_install", "-at_install")
class TestPprHidden(PprCase):
    def setUp(self):
        super().setUp()
        self.ppr = self.underway_ppr()

    @mute_logger(*_QUIET)
    def test_no_right_at_all_outside_the_group(self):
        admin = self.env.ref("base.user_admin")
        admin.group_ids += self.env.ref("base.group_no_one")
        roles = [self.adviser, self.manager, self.internal, self.public, admin]
        for model in _MODELS:
            for user in roles:
                rows = self.env[model].with_user(user)
                for play in (
                    lambda rows=rows: rows.search([]),
                    lambda rows=rows: rows.search_count([]),
                    lambda rows=rows: rows.name_search(""),
                    lambda rows=rows: rows.browse(self.ppr.id).read(),
                    lambda rows=rows: rows.browse(999999).read(),
                    lambda rows=rows: rows.formatted_read_group([], [], ["__count"]),
                    lambda rows=rows: rows.web_search_read([], {}),
                    lambda rows=rows: rows.create({}),
                ):
                    with self.assertRaises(AccessError, msg=(model, user.login)):
                        play()

    @mute_logger(*_QUIET)
    def test_each_party_reads_its_own_and_writes_nothing(self):
        other = self.make_ppr(self.candidate_elsewhere)
        for role in self.portal_users:
            user = getattr(self, role)
            files = self.env["mobility.ppr"].with_user(user)
            wanted = {
                "agent": self.ppr,
                "rh": self.ppr,
                "authority": self.ppr,
                "agent_elsewhere": other,
                "rh_third": other,
            }.get(role, files)
            found = files.search([])
            self.assertEqual(found, wanted, role)
            events = self.env["mobility.ppr.event"].with_user(user).search([])
            self.assertEqual(events.ppr_id, wanted, role)
            for one in found:
                with self.assertRaises(AccessError):
                    one.write({"physician_on": "2026-04-01"})
                with self.assertRaises(AccessError):
                    one.with_context(ppr_step="close").action_step()
                with self.assertRaises(AccessError):
                    one.action_undo()
                with self.assertRaises(AccessError):
                    one._step("close", "2026-05-21", outcome="fit")

    def test_a_right_of_an_employer_ends_with_the_role(self):
        files = self.env["mobility.ppr"].with_user(self.rh)
        self.assertEqual(files.search([]), self.ppr)
        self.role_rh.date_end = "2020-01-01"
        self.assertFalse(files.search([]))
        self.role_rh.write({"date_end": False, "kind": "tutor"})
        self.assertFalse(files.search([]))

    @mute_logger(*_QUIET)
    def test_another_house_sees_nothing(self):
        company = self.env["res.company"].create({"name": "Autre CDG"})
        self.referent.write({"company_ids": company.ids, "company_id": company.id})
        files = self.env["mobility.ppr"].with_user(self.referent)
        self.assertFalse(files.search([]))
        with self.assertRaises(AccessError):
            files.browse(self.ppr.id).read(["state"])

    def test_no_other_record_has_a_way_to_a_ppr(self):
        ways = [
            str(field)
            for name, model in self.env.registry.items()
            if not name.startswith("mobility.ppr") and name != "mobility.read.log"
            for field in model._fields.values()
            if (field.comodel_name or "").startswith("mobility.ppr")
            and name != "mobility.action"
        ]
        # A document of a PPR is kept apart; the windows are of the group alone; the
        # preview of an article keeps nothing.
        self.assertEqual(
            set(ways),
            {
                "mobility.document.ppr_id",
                "mobility.change.wizard.ppr_id",
                "mobility.paper.wizard.ppr_id",
                "mobility.clause.set.preview_ppr_convention_id",
            },
        )
        self.assertNotIn("ppr_id", self.hidden_fields(self.adviser))
        for model in ("document", "change.wizard", "paper.wizard"):
            fields = self.env[f"mobility.{model}"].with_user(self.adviser).fields_get()
            self.assertNotIn("ppr_id", fields)
        articles = self.env["mobility.clause.set"]._fields
        self.assertFalse(articles["preview_ppr_convention_id"].store)
        self.assertNotIn("request_id", self.hidden_fields(self.rh))

    def hidden_fields(self, user):
        return self.env["mobility.action"].with_user(user).fields_get()

    def test_no_chatter_no_activity_no_number(self):
        ppr = self.env["mobility.ppr"]
        for name in ("message_ids", "activity_ids", "access_token"):
            self.assertNotIn(name, ppr._fields)
        self.assertFalse(self.env["ir.sequence"].search([("code", "ilike", "ppr")]))
        self.assertFalse(
            self.env["mail.message"].search([("model", "=like", "mobility.ppr%")])
        )
        self.assertFalse(
            self.env["ir.model"].search(
                [
                    ("model", "=like", "mobility.ppr%"),
                    "|",
                    ("is_mail_thread", "=", True),
                    ("is_mail_activity", "=", True),
                ]
            )
        )

    @mute_logger(*_QUIET)
    def test_no_activity_can_be_planned_on_it(self):
        """Odoo lets anyone name a model: an activity would be read by its owner."""
        model = self.env["ir.model"]._get("mobility.ppr")
        for user in (self.referent, self.env.ref("base.user_root")):
            with self.refused("To do"):
                self.env["mail.activity"].with_user(user).create(
                    {
                        "res_model_id": model.id,
                        "res_id": self.ppr.id,
                        "user_id": self.adviser.id,
                        "summary": "PPR",
                    }
                )

    def test_nothing_is_attached_and_it_says_why(self):
        files = self.env["ir.attachment"]
        vals = {"name": "certificat.pdf", "raw": b"%PDF-1.4"}
        for model in ("mobility.ppr", "mobility.ppr.review", "mobility.action"):
            for user in (self.referent, self.env.ref("base.user_root")):
                rows = files.with_user(user)
                with self.refused("report"):
                    rows.create({**vals, "res_model": model, "res_id": self.ppr.id})
                with self.refused("report"):
                    rows.create({**vals, "res_model": model})
                with self.refused("report"):
                    rows.with_context(default_res_model=model).create(vals)
                free = rows.create(vals)
                with self.refused("report"):
                    free.write({"res_model": model, "res_id": self.ppr.id})

    @mute_logger(*_QUIET, "odoo.sql_db")
    def test_deleting_what_it_names_says_nothing_of_it(self):
        """An employer, a métier, a cadre, an account: no message names a PPR."""
        tables = ("mobility_ppr", "mobility_action", "mobility_read_log")
        self.env.cr.execute(
            """
            SELECT conrelid::regclass::text, confrelid::regclass::text
              FROM pg_constraint
             WHERE contype = 'f' AND confdeltype NOT IN ('n', 'c')
               AND (conrelid::regclass::text LIKE 'mobility_ppr%%'
                    OR conrelid::regclass::text = ANY(%s))
            """,
            [list(tables)],
        )
        rows = {row for row in self.env.cr.fetchall() if row[1] != "res_company"}
        self.assertFalse(rows)

    def test_opening_a_file_leaves_the_others_as_they_were(self):
        """No date of change, no follower, no message anywhere else; the mails to the
        parties say nothing, see ``test_ppr_notice``."""
        told = "id IN (SELECT mail_message_id FROM mail_mail WHERE mobility_private)"
        tables = ("mobility_candidate", "res_partner", "mobility_employment",
                  "mail_message", "mail_activity", "ir_attachment", "mail_followers",
                  "mobility_request")  # fmt: skip

        def photograph():
            self.env.flush_all()
            kept = {}
            for table in tables:
                apart = f"WHERE NOT {told}" if table == "mail_message" else ""
                self.env.cr.execute(
                    "SELECT md5(string_agg(t::text, ',' ORDER BY id)) "
                    f"FROM {table} t {apart}"
                )
                kept[table] = self.env.cr.fetchone()
            return kept

        before = photograph()
        ppr = self.underway_ppr(self.candidate2)
        self.placement(ppr)
        self.live(ppr, ("close", ppr.agreed_on, {"outcome": "fit"}))
        self.assertEqual(photograph(), before)
        self.assertNotIn("PPR", json.dumps(self.candidate2.read(["display_name"])))
