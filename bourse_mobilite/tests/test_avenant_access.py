"""Who reads, makes and changes an avenant: by ORM, by RPC, on the portal."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.guard import acting
from .change_case import AvenantCase
from .test_access_json2 import Json2Case

_QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("post_install", "-at_install")
class TestAvenantAccess(AvenantCase):
    @mute_logger(*_QUIET)
    def test_only_staff_read_a_draft_and_the_parties_the_rest(self):
        avenant = self.moved()
        parties = (
            self.agent,
            self.rh,
            self.authority,
            self.rh_host,
            self.authority_host,
        )
        strangers = (self.agent2, self.rh_third, self.agent_elsewhere, self.tutor)
        for user in (*parties, *strangers, self.internal):
            self.assertFalse(avenant.with_user(user).has_access("read"), user.name)
        document = self.freeze(avenant)
        for user in parties:
            self.assertTrue(avenant.with_user(user).has_access("read"), user.name)
            self.assertTrue(document.with_user(user).has_access("read"), user.name)
            self.assertTrue(
                document.signatory_ids.with_user(user).has_access("read"), user.name
            )
        for user in (*strangers, self.internal):
            for record in (avenant, document, document.signatory_ids):
                self.assertFalse(record.with_user(user).has_access("read"), user.name)
        self.role_rh_host.date_end = "2020-01-01"
        self.assertFalse(avenant.with_user(self.rh_host).has_access("read"))

    @mute_logger(*_QUIET)
    def test_nobody_but_staff_changes_anything(self):
        avenant = self.moved()
        document = self.freeze(avenant)
        for user in (self.agent, self.rh, self.authority, self.rh_host, self.internal):
            mine = avenant.with_user(user)
            for act in (
                lambda mine=mine: mine.write({"place": "Chez moi"}),
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: mine.action_cancel("Non"),
                lambda mine=mine: mine.action_correct("Non"),
                lambda mine=mine: mine.action_freeze(),
                lambda mine=mine: mine.action_apply(),
                lambda mine=mine: mine.action_lift("Non"),
                lambda mine=mine: mine.action_open_lift(),
                lambda mine=mine: mine.copy(),
                lambda user=user: self.convention.with_user(user).action_make_avenant(),
                lambda user=user: (
                    self.env["mobility.avenant"]
                    .with_user(user)
                    .create({"convention_id": self.convention.id})
                ),
                lambda user=user: self.env["mobility.change.wizard"]
                .with_user(user)
                .create({"avenant_id": avenant.id, "way": "cancel"}),
            ):
                with self.subTest(user.name), self.assertRaises(AccessError):
                    act()
        self.assertEqual((avenant.state, document.state), ("to_sign", "to_sign"))

    @mute_logger(*_QUIET)
    def test_no_hand_writes_what_the_acts_write(self):
        avenant = self.moved()
        self.freeze(avenant)
        other = self.agreed_request(self.candidate2)
        other.action_make_convention()
        for name, value in {
            "state": "signed",
            "applied_on": self._today(),
            "number": 9,
            "name": "X",
            "changes": [],
            "earlier_days": [],
            "ended_as": "cancelled",
            "convention_id": other._convention().id,
            "document_id": False,
            "document_ids": [(5, 0, 0)],
            "request_id": other.id,
            "problem": "x",
        }.items():
            for record in (
                avenant.with_user(self.manager),
                avenant.with_user(self.manager).with_context(mobility_act=True),
            ):
                with self.subTest(name), self.assertRaises(AccessError):
                    record.write({name: value})
        with self.assertRaises(AccessError):
            self.env["mobility.avenant"].with_user(self.adviser).create(
                {"convention_id": self.convention.id, "applied_on": self._today()}
            )

    def test_only_a_manager_deletes_a_draft_and_nobody_what_was_made(self):
        avenant = self.moved()
        with self.assertRaises(AccessError), mute_logger(*_QUIET):
            avenant.with_user(self.adviser).unlink()
        avenant.with_user(self.manager).unlink()
        made = self.moved()
        self.freeze(made)
        with self.assertRaisesRegex(UserError, "is kept"):
            made.with_user(self.manager).unlink()

    def test_another_cdg_reads_nothing(self):
        avenant = self.moved()
        self.freeze(avenant)
        company = self.env["res.company"].create({"name": "CDG d'ailleurs"})
        self.manager.write(
            {"company_ids": [(6, 0, company.ids)], "company_id": company.id}
        )
        for record in (avenant, avenant.day_ids, avenant.document_id):
            self.assertFalse(record.with_user(self.manager).has_access("read"))

    def test_what_a_host_reads_does_not_tell_the_regime(self):
        avenant = self.moved()
        self.freeze(avenant)
        mine = avenant.with_user(self.rh_host)
        fields = {
            name
            for name in mine.fields_get()
            if "bourse_mobilite" in mine._fields[name]._modules
        }
        self.assertFalse({"problem", "signers_html", "message_ids", "day_ids"} & fields)
        for name, refused in (
            ("regime_id", ValueError),
            ("request_id.regime_id", AccessError),
        ):
            with self.assertRaises(refused):
                mine.search([(name, "!=", False)])
        read = str(mine.read(list(fields)))
        self.assertNotIn(self.request.sudo().regime_id.name, read)
        self.assertNotIn("Motif réservé", read)


@tagged("post_install", "-at_install")
class TestAvenantByRpc(Json2Case):
    """Real calls, with the person's own key."""

    def test_no_call_of_a_party_changes_anything(self):
        self.offer.capacity = 9
        convention = self.frozen_convention()
        avenant = acting(self.env["mobility.avenant"]).create(
            {"convention_id": convention.id, "change_place": True, "place": "Ailleurs"}
        )
        row = convention.signatory_ids[1]
        calls = [
            ("mobility.convention", "action_correct", convention.ids, {"reason": "x"}),
            ("mobility.convention", "action_cancel", convention.ids, {"reason": "x"}),
            ("mobility.convention", "action_make_avenant", convention.ids, {}),
            ("mobility.convention", "action_open_cancel", convention.ids, {}),
            ("mobility.signatory", "action_open_substitute", row.ids, {}),
            ("mobility.signatory", "_substitute", row.ids, {}),
            ("mobility.avenant", "action_freeze", avenant.ids, {}),
            ("mobility.avenant", "action_cancel", avenant.ids, {"reason": "x"}),
            ("mobility.avenant", "action_apply", avenant.ids, {}),
            ("mobility.avenant", "_put_in_force", avenant.ids, {}),
            ("mobility.avenant", "write", avenant.ids, {"vals": {"place": "Ici"}}),
            ("mobility.avenant", "read", avenant.ids, {"fields": ["place"]}),
        ]
        for role in ("agent", "rh", "authority", "rh_host"):
            for model, method, ids, more in calls:
                with (
                    self.subTest(role=role, method=method),
                    mute_logger(
                        *_QUIET, "odoo.http", "odoo.addons.rpc.controllers.json2"
                    ),
                ):
                    status, answer = self.call_for_good(
                        role, model, method, ids, **more
                    )
                    self.assertGreaterEqual(status, 400, answer)
                    self.assertNotIn("Ailleurs", str(answer))
        self.assertEqual(convention.state, "to_sign")
        self.assertEqual((avenant.state, avenant.place), ("draft", "Ailleurs"))
