"""What is told of a PPR by e-mail: that something is to be read, to whom it concerns."""

from datetime import timedelta

from odoo.tests import tagged

from .ppr_pages_case import PprPagesCase

DAY = timedelta(days=1)
_WORDS = ("PPR", "reclass", "prépa", "inapt", "unfit", "projet", "project", "médic")


@tagged("post_install", "-at_install")
class TestPprNotice(PprPagesCase):
    def setUp(self):
        super().setUp()
        self.rh.partner_id.email = "claire.petit@personne.example.org"
        self.authority.partner_id.email = "francoise@personne.example.org"
        self.employer = self.rh | self.authority
        self.seen = self.mails()

    def mails(self):
        return self.env["mail.mail"].sudo().search([], order="id")

    def new(self):
        new = self.mails() - self.seen
        self.seen |= new
        return new

    def assertTold(self, *users):
        mails = self.new()
        self.assertCountEqual(
            mails.mapped("email_to"), [user.email_formatted for user in users]
        )
        for mail in mails:
            for word in (*_WORDS, self.origin.name):
                for text in (mail.subject, mail.body_html):
                    self.assertNotIn(word.lower(), text.lower(), mail.email_to)
            self.assertIn('/my/mobilite"', mail.body_html)
            self.assertFalse(mail.model or mail.res_id or mail.attachment_ids)

    def test_who_is_told_of_which_step(self):
        ppr = self.opened(back=60)
        self.assertTold()
        for name, back, values, told in (
            ("propose", 59, {}, [self.agent]),
            ("accept", 58, {}, self.employer),
            ("notify", 20, {"proof": "letter"}, [self.agent]),
            ("agree", 19, {}, self.employer),
            ("suspend", 15, {}, []),
            ("resume", 12, {}, []),
            ("extend", 10, {}, self.employer),
            ("close", 5, {"outcome": "fit"}, []),
        ):
            with self.subTest(step=name):
                self.live(ppr, (name, self.day(back), values))
                self.assertTold(*told)

    def test_the_mails_are_the_same_for_everyone_and_every_step(self):
        ppr = self.proposed()
        self.live(ppr, ("accept", self.day(20)))
        texts = {
            (mail.subject, mail.body_html.replace(user.name, ""))
            for mail in self.new()
            for user in (self.agent, *self.employer)
            if user.email in mail.email_to
        }
        self.assertEqual(len(texts), 1)

    def test_only_a_mailbox_of_one_s_own_and_an_account(self):
        self.agent.partner_id.email = "mairie@commune.example.org"
        self.rh.partner_id.email = "drh@commune.example.org"
        self.authority.active = False
        ppr = self.proposed()
        self.assertTold()
        self.live(ppr, ("accept", self.day(20)))
        self.assertTold()

    def test_the_hr_contact_who_is_the_agent_is_told_once(self):
        self._cast_role(self.agent, self.origin, "hr")
        ppr = self.proposed()
        self.assertTold(self.agent)
        self.live(ppr, ("accept", self.day(20)))
        self.assertTold(*self.employer)

    def test_the_referent_has_a_line_that_names_nobody(self):
        activities = self.env["mail.activity"].sudo().search([])
        ppr = self.notified()
        self.assertEqual(self.env["mail.activity"].sudo().search([]), activities)
        ppr.with_user(self.agent)._answer_own("agree")
        (new,) = self.env["mail.activity"].sudo().search([]) - activities
        self.assertEqual(new.user_id, self.referent)
        self.assertFalse(new.res_model_id or new.res_id or new.note)
        for word in (*_WORDS, self.agent.name, self.origin.name):
            self.assertNotIn(word.lower(), new.summary.lower())
        # Sent twice, told once.
        ppr.with_user(self.agent)._answer_own("agree")
        self.assertEqual(self.env["mail.activity"].sudo().search([]) - activities, new)

    def test_each_last_day_is_told_to_whom_it_belongs_once(self):
        ppr = self.accepted(back=10)
        self.new()
        due = ppr.project_due_date
        for day, told in (
            (due - 31 * DAY, []),
            (due - 30 * DAY, self.employer),
            (due - 29 * DAY, []),
            (due - 10 * DAY, self.employer),
            (due - DAY, self.employer),
            (due + DAY, []),
        ):
            with self.subTest(day=day), self.on(day):
                self.env["mobility.ppr"]._night()
                self.assertTold(*told)
                self.env["mobility.ppr"]._night()
                self.assertTold()

    def test_the_agent_is_reminded_to_answer(self):
        ppr = self.notified(0)
        self.new()
        due = ppr.silence_date
        for day, told in (
            (due - 11 * DAY, []),
            (due - 10 * DAY, [self.agent]),
            (due - DAY, [self.agent]),
            (due, []),
            (due + DAY, []),
        ):
            with self.subTest(day=day), self.on(day):
                self.env["mobility.ppr"]._night()
                self.assertTold(*told)

    def test_a_mail_that_cannot_leave_is_told_to_the_ppr_group_alone(self):
        self.proposed()
        mail = self.new()
        mail.write({"state": "exception", "failure_reason": "refusé"})
        self.env.flush_all()
        failures = self.env["mobility.mail.failure"].with_user(self.manager)
        self.assertFalse(failures.search([]))
        self.assertEqual(failures.with_user(self.referent).search([]).ids, mail.ids)
        # Of the others, which a manager follows, a referent reads none.
        mail.mobility_private = False
        self.env.flush_all()
        self.assertEqual(failures.search([]).ids, mail.ids)
        self.assertFalse(failures.with_user(self.referent).search([]))
