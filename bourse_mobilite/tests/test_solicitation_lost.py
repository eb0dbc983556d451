"""The link of a solicitation was lost: `/demande/lien` sends it again to the mailbox
that had it, as any other, and tells nothing to who asks."""

from datetime import timedelta

from odoo.tests import tagged

from ..models.guard import acting
from .solicitation_pages_case import SolicitationPagesCase

_URL = "/demande/lien"


@tagged("post_install", "-at_install")
class TestSolicitationLost(SolicitationPagesCase):
    def setUp(self):
        super().setUp()
        self.lost = self.env["mobility.link.lost"].sudo()
        self._age(days=2)

    def _age(self, **past):
        """The links of before have left more than ten minutes ago, or long ago."""
        past = past or {"minutes": 11}
        self.env.flush_all()
        for table in ("mobility_link", "mobility_link_lost"):
            self.env.cr.execute(
                f"UPDATE {table} SET create_date = create_date - %s",
                [timedelta(**past)],
            )
        self.env.cr.execute(
            "UPDATE mobility_link_lost SET sent_on = sent_on - %s",
            [timedelta(**past)],
        )
        self.env.invalidate_all()

    def _asked(self, mailbox):
        """The mails that leave when this mailbox is typed, and the page."""
        before = self.env["mail.mail"].sudo().search([])
        (form,) = self.forms(_URL)
        data = {**dict(form.form_values()), "email": mailbox}
        self.said = self.url_open(_URL, data=data).text
        self.env.invalidate_all()
        self.lost.search([])._send()
        return self.env["mail.mail"].sudo().search([]) - before

    def test_a_new_link_that_answers(self):
        (mail,) = self._asked(self.row.mailbox)
        self.assertIn(self.row.mailbox, mail.email_to)
        self.assertIn(self.row.profile, mail.body_html)
        own = mail.body_html.split("/sollicitation/")[1][:32]
        self._say("non", url=f"/sollicitation/{own}", reason="not_now")
        self.assertEqual(self.row.state, "no")

    def test_a_mailbox_that_several_people_read(self):
        self.rh_host.partner_id.email = False
        row = self._row(campaign=self._campaign(self.host))
        self.assertEqual(row.mailbox, self.host.email)
        self._age()
        (mail,) = self._asked(self.host.email)
        self.assertIn("/sollicitation/", mail.body_html)
        self.assertNotIn("/demande/decider/", mail.body_html)

    def test_a_colleague_whom_nobody_knows(self):
        mailbox = "p.roy@commune_60350.example.org"
        self.row._answer("colleague", {"mailbox": mailbox})
        self._age()
        (mail,) = self._asked(mailbox)
        self.assertIn(mailbox, mail.email_to)
        self.assertNotIn(self.host.email, mail.email_to)
        # Who passed it on has nothing to open any more.
        self.assertFalse(self._asked(self.row.mailbox))

    def test_several_go_together_to_the_mailbox_that_had_them(self):
        other = self._row(campaign=self._campaign(self.host))
        self._age()
        (mail,) = self._asked(self.row.mailbox)
        self.assertEqual(other.mailbox, self.row.mailbox)
        self.assertEqual(mail.body_html.count("/sollicitation/"), 2)
        mailbox = "p.roy@commune_60350.example.org"
        for row in self.row | other:
            row._answer("colleague", {"mailbox": mailbox})
        self._age()
        (mail,) = self._asked(mailbox)
        self.assertIn(mailbox, mail.email_to)
        self.assertEqual(mail.body_html.count("/sollicitation/"), 2)

    def test_with_what_else_is_awaited(self):
        self.submitted_request()
        self._age()
        (mail,) = self._asked(self.row.mailbox)
        self.assertIn("/sollicitation/", mail.body_html)
        self.assertIn("/demande/decider/", mail.body_html)

    def test_the_same_caps(self):
        sent = 0
        for _time in range(2):
            sent += len(self._asked(self.row.mailbox))
        self.assertEqual(sent, 1)
        for _time in range(6):
            self._age()
            sent += len(self._asked(self.row.mailbox))
        self.assertEqual(sent, 5)

    def test_nothing_when_there_is_nothing_to_answer(self):
        for act in (
            lambda: self.row._answer("no", {"reason": "not_now"}),
            lambda: self.row._stop(),
            lambda: self.row.campaign_id.action_close(),
            lambda: acting(self.role_rh_host).write(
                {"date_end": self._today() - timedelta(days=1)}
            ),
        ):
            with self.env.cr.savepoint() as savepoint:
                act()
                self.env.flush_all()
                self.lost._note(self.row.mailbox)
                before = self.env["mail.mail"].sudo().search_count([])
                self.lost.search([])._send()
                after = self.env["mail.mail"].sudo().search_count([])
                self.assertEqual(after, before)
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertEqual(len(self._asked(self.row.mailbox)), 1)

    def test_the_page_tells_nothing(self):
        said = []
        for mailbox in (self.row.mailbox, "personne@ailleurs.example.net"):
            self._asked(mailbox)
            said.append(
                [line for line in self.said.splitlines() if "csrf_token" not in line]
            )
        self.assertEqual(*said)
