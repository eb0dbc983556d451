"""Two people who sign at the same second, and a code confirmed twice at once, as real
transactions."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..rules.verification import new_code
from .committed_case import CommittedCase
from .common import small_pdf
from .test_two_at_once import Cast

DIGITS = "123456"
EVIDENCE = {"identity": "link 1", "ip": "192.0.2.1"}


@tagged("post_install", "-at_install")
class TestSignTwo(CommittedCase):
    def setUp(self):
        super().setUp()
        with self._environment() as env:
            cast = Cast(env)
            request = cast.requests[0]
            request.action_employer_accept()
            request.action_host_accept()
            request.action_make_convention()
            people = env["res.partner"].create(
                [
                    {"name": f"Signe {rank}", "email": f"signe{rank}@exemple.example"}
                    for rank in range(2)
                ]
            )
            act = request._convention()
            documents = env["mobility.document"]
            document = documents._freeze(
                [
                    {
                        "name": act.number,
                        "kind": "convention",
                        "convention_id": act.id,
                        "company_id": act.company_id.id,
                        "verification_code": new_code(),
                        "summary": [["Qui ?", "Personne"]],
                        "content": small_pdf(),
                        "signatories": [
                            {
                                "party": party,
                                "partner_id": person.id,
                                "name": person.name,
                                "sequence": rank,
                            }
                            for rank, (party, person) in enumerate(
                                zip(("agent", "host"), people, strict=True)
                            )
                        ],
                    }
                ]
            )
            self.document = document.id
            self.rows = document.signatory_ids.ids
            env.cr.commit()

    def _row(self, env, rank):
        return env["mobility.signatory"].browse(self.rows[rank])

    def _code(self, env, rank):
        """A code of this person whose digits the test knows."""
        row = self._row(env, rank)
        code = env["mobility.code"]._ask(row, row.partner_id, "code", row.name)
        env.cr.execute(
            "UPDATE mobility_code SET code_hash = %s WHERE id = %s",
            [code._crypt().hash(DIGITS), code.id],
        )
        return code.id

    def _confirm(self, code_id, said):
        def confirm(env):
            env.invalidate_all()
            code = env["mobility.code"].browse(code_id)
            said.append(code._confirm(DIGITS, EVIDENCE))

        return confirm

    def _journal(self, env, event):
        document = env["mobility.document"].browse(self.document)
        self.assertEqual(document.journal_count, len(document.journal_ids))
        self.assertEqual(
            document.journal_ids.mapped("rank"),
            list(range(1, len(document.journal_ids) + 1)),
        )
        return document.journal_ids.filtered(lambda line: line.event == event)

    @mute_logger("odoo.sql_db")
    def test_two_signers_at_the_same_second(self):
        with self._environment() as env:
            codes = [self._code(env, rank) for rank in range(2)]
            env.cr.commit()
        said = []
        self.assertEqual(
            self._race(self._confirm(codes[0], said), self._confirm(codes[1], said)),
            "done",
        )
        self.assertEqual(set(said), {""})
        with self._environment() as env:
            rows = env["mobility.signatory"].browse(self.rows)
            self.assertEqual(rows.mapped("state"), ["signed", "signed"])
            self.assertEqual(len(self._journal(env, "signed")), 2)
            self.assertEqual(rows.document_id.state, "signed")

    @mute_logger("odoo.sql_db")
    def test_one_code_confirmed_twice_at_once(self):
        with self._environment() as env:
            code = self._code(env, 0)
            env.cr.commit()
        said = []
        confirm = self._confirm(code, said)
        self.assertEqual(self._race(confirm, confirm), "done")
        self.assertEqual(said[0], "")
        self.assertTrue(said[-1], "the second one is told that it is over")
        with self._environment() as env:
            self.assertEqual(len(self._journal(env, "signed")), 1)

    @mute_logger("odoo.sql_db")
    def test_opened_twice_at_once(self):
        def opened(env):
            self._row(env, 0)._note_opened(EVIDENCE)

        self.assertEqual(self._race(opened, opened), "done")
        with self._environment() as env:
            self.assertEqual(len(self._journal(env, "opened")), 1)

    @mute_logger("odoo.sql_db")
    def test_signed_and_refused_at_once(self):
        with self._environment() as env:
            code = self._code(env, 0)
            env.cr.commit()

        def refuse(env):
            self._row(env, 0)._refuse("Non", EVIDENCE)

        self.assertIn("no longer asked", self._race(self._confirm(code, []), refuse))
        with self._environment() as env:
            self.assertEqual(self._row(env, 0).state, "signed")
            self.assertFalse(self._journal(env, "refused"))
