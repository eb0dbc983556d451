"""Nobody from outside learns a colleague's e-mail, however it is asked for."""

import json
from contextlib import suppress
from functools import partial

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_stories import AccessStories
from .common import MobilityCase

_QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
_PEOPLE = ("res.partner", "res.users")
_DEPTH = 2


@tagged("post_install", "-at_install")
class TestAccessContacts(AccessStories, MobilityCase):
    """With the HR contact, the mayor and two agents filed under the employer, which
    is what core lets all of them read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Two portal users filed under the employer, who have no mobility file (yet).
        cls.filed = cls._cast_user("filee.test", "Ines Rangée", "base.group_portal")
        cls.filed2 = cls._cast_user("filee2.test", "Jean Rangé", "base.group_portal")
        service = cls.env["res.partner"].create(
            {
                "name": "Service technique",
                "is_company": True,
                "parent_id": cls.origin.id,
            }
        )
        for user in (cls.filed, cls.rh, cls.authority):
            user.partner_id.parent_id = cls.origin
        cls.filed2.partner_id.parent_id = service
        cls.portal_users |= {"filed": cls.filed, "filed2": cls.filed2}
        cls.others = {
            user: [
                text
                for other in [*cls.portal_users.values(), cls.adviser, cls.referent]
                if other != user
                for text in (other.email, other.phone)
            ]
            for user in cls.portal_users.values()
        }

    def setUp(self):
        super().setUp()
        self._tell_stories()
        self.env.flush_all()
        self.env.invalidate_all()

    def assertTellsNothing(self, user, answer, message=""):
        text = json.dumps(answer, default=str, ensure_ascii=False)
        for secret in self.others[user]:
            self.assertNotIn(secret, text, f"{user.login}: {message}")

    def test_the_tree_of_contacts_is_real(self):
        """Without our rule these would see each other."""
        self.assertEqual(self.filed.commercial_partner_id, self.origin)
        self.assertEqual(self.rh.commercial_partner_id, self.origin)

    def test_an_agent_filed_under_the_employer_cannot_get_a_file(self):
        with self.assertRaises(UserError):
            self.env["mobility.candidate"].create(
                {"partner_id": self.filed.partner_id.id}
            )

    @mute_logger(*_QUIET)
    def test_search_finds_oneself_and_organisations(self):
        for user in self.portal_users.values():
            partners = self.env["res.partner"].with_user(user).search([])
            people = partners.sudo().filtered(lambda one: not one.is_company)
            self.assertEqual(people, user.partner_id)
            self.assertEqual(self.env["res.users"].with_user(user).search([]), user)
        public = self.public
        self.assertFalse(
            self.env["res.users"].with_user(public).search([("id", "!=", public.id)])
        )
        seen = self.env["res.partner"].with_user(public).search([])
        self.assertFalse(
            seen.sudo().filtered(lambda one: not one.is_company) - public.partner_id
        )

    @mute_logger(*_QUIET)
    def test_probing_letter_by_letter_finds_nothing(self):
        for user in self.portal_users.values():
            for model in _PEOPLE:
                people = self.env[model].with_user(user)
                others = people.sudo().search([("id", "!=", user.id)]).sudo(False)
                for other in (self.agent2, self.filed, self.rh, self.tutor):
                    if other == user:
                        continue
                    for domain in (
                        [("email", "=", other.email)],
                        [("email", "=ilike", f"{other.email[:-4]}%")],
                        [("name", "=", other.name)],
                        [("parent_id.child_ids.email", "=", other.email)],
                        [("commercial_partner_id.child_ids.email", "=", other.email)],
                    ):
                        if model == "res.users" and "child" in domain[0][0]:
                            domain = [(f"partner_id.{domain[0][0]}", *domain[0][1:])]
                        self.assertFalse(people.search_count(domain), domain)
                    found = dict(people.name_search(other.name))
                    self.assertNotIn(other.name, found.values())
                    groups = people.formatted_read_group([], ["email"], ["__count"])
                    self.assertTellsNothing(user, groups, "read_group")
                    with self.assertRaises(UserError):
                        others.read(["email"])

    def _paths(self, model, depth=_DEPTH, seen=()):
        """``(path, model)`` of every way from ``model`` to a person that this user
        may walk; a field is not walked twice."""
        for field in model._fields.values():
            if (
                not field.comodel_name
                or field.type not in ("many2one", "one2many", "many2many")
                or field in seen
                or field.comodel_name not in self.env
                or not model._has_field_access(field, "read")
            ):
                continue
            comodel = model.env[field.comodel_name]
            if field.comodel_name in _PEOPLE:
                yield field.name
            if depth > 1 and (
                field.comodel_name.startswith("mobility.")
                or field.comodel_name in (*_PEOPLE, "res.company", "mail.message")
            ):
                for path in self._paths(comodel, depth - 1, (*seen, field)):
                    yield f"{field.name}.{path}"

    @mute_logger(*_QUIET)
    def test_no_way_through_any_record_tells_an_address(self):
        """Every path of every readable record to a person, as a filter."""
        roles = ("agent", "rh", "rh_host", "filed")
        models = [name for name in self.records if name.startswith("mobility.")]
        played = 0
        for role in roles:
            user = self.portal_users[role]
            strangers = [email for email in self.others[user] if email and "@" in email]
            for name in [*models, "res.company", *_PEOPLE]:
                model = self.env[name].with_user(user)
                if not model.has_access("read"):
                    continue
                for path in set(self._paths(model)):
                    played += 1
                    try:
                        found = model.search([(f"{path}.email", "in", strangers)])
                    except (UserError, ValueError, NotImplementedError):
                        continue
                    self.assertFalse(found, f"{role}: {name} by {path}.email")
        self.assertGreater(played, 200)

    @mute_logger(*_QUIET)
    def test_reading_all_that_is_readable_shows_no_address(self):
        """All fields of all records, then the people behind each of them."""
        for user in self.portal_users.values():
            for name in [
                *(name for name in self.records if name.startswith("mobility.")),
                *_PEOPLE, "res.company", "mail.message", "mail.followers",
                "mail.activity", "mail.notification", "ir.attachment",
                "discuss.channel", "discuss.channel.member", "mail.mail", "mail.guest",
                "hr.employee", "hr.employee.public", "res.partner.bank",
                "resource.resource", "res.users.log", "ir.logging",
            ]:  # fmt: skip
                model = self.env[name].with_user(user).with_context(bin_size=True)
                if not model.has_access("read"):
                    continue
                records = model.search([])
                for field in model.fields_get():
                    for play in (
                        partial(records.read, [field]),
                        partial(records.web_read, {field: self._inside(model, field)}),
                        partial(records.export_data, [f"{field}/email"]),
                    ):
                        with suppress(UserError, ValueError, KeyError, TypeError):
                            self.assertTellsNothing(user, play(), f"{name}.{field}")

    def _inside(self, model, name):
        field = model._fields[name]
        if field.comodel_name in _PEOPLE:
            return {"fields": {"display_name": {}, "email": {}, "phone": {}}}
        return {"fields": {"display_name": {}}} if field.comodel_name else {}

    @mute_logger(*_QUIET)
    def test_the_chatter_of_a_file_is_for_staff(self):
        self.own.sudo().message_post(body="Note du conseiller")
        self.assertTrue(all(self.own.sudo().message_ids.mapped("is_internal")))
        self.assertTrue(all(self.candidate.sudo().message_ids.mapped("is_internal")))
        for user in self.portal_users.values():
            messages = self.env["mail.message"].with_user(user)
            self.assertFalse(messages.search([("model", "like", "mobility.")]))
