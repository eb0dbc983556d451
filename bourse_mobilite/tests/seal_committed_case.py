"""Documents that wait for one signature, in rows that are really committed."""

from ..rules.verification import new_code
from .committed_case import CommittedCase
from .common import small_pdf
from .many_requests import many_requests
from .seal_case import SealKey


class SealCommittedCase(SealKey, CommittedCase):
    """``documents``, that the agent has signed and the employer has not; ``people``,
    who will have a copy."""

    COUNT = 1

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._install_key(1)

    def setUp(self):
        super().setUp()
        with self._environment() as env:
            self.assertEqual(env.company.id, 1)
            request = many_requests(env, 1)
            act = env["mobility.convention"]._for_request(request)
            self.people = self._people(env, act)
            self.documents = self._to_sign(env, act).ids
            env.cr.commit()

    def _people(self, env, act):
        """The two who sign and the HR contact, each with a mailbox."""
        hr = env["res.partner"].create(
            {"name": "Claire Petit", "email": "claire.petit@personne.example.org"}
        )
        env["mobility.role"].create(
            {"partner_id": hr.id, "employer_id": act.employer_id.id, "kind": "hr"}
        )
        agent = act.candidate_id.partner_id
        return agent | act.employer_signatory_id.partner_id | hr

    def _to_sign(self, env, act):
        """Documents that the agent has signed, and that wait for the employer."""
        agent, mayor, _hr = self.people
        content = small_pdf("Convention")
        rows = [
            {"party": "agent", "partner_id": agent.id, "name": agent.name},
            {
                "party": "employer",
                "partner_id": mayor.id,
                "name": mayor.name,
                "quality": "Maire",
                "organisation_id": act.employer_id.id,
                "organisation_name": act.employer_id.name,
            },
        ]
        documents = env["mobility.document"]._freeze(
            [
                {
                    "content": content,
                    "signatories": rows,
                    "name": f"{act.number}-{version}",
                    "kind": "convention",
                    "version": version,
                    "verification_code": new_code(),
                    "summary": [],
                    "convention_id": act.id,
                    "company_id": act.company_id.id,
                }
                for version in range(1, self.COUNT + 1)
            ]
        )
        for document in documents:
            document.signatory_ids[0]._sign("portal", {"identity": "user"}, "Agent")
        return documents
