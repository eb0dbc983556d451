"""The same placement made inside a PPR and outside any: whoever is no party of the PPR
reads the same."""

from odoo.tests import tagged

from .common import MobilityCase
from .leak_walk import DEEP
from .ppr_leak_case import KeptLog, PprLeakCase

ROLES = ("adviser", "manager", "rh_host", "authority_host", "tutor", "agent2")
_READ_AT = {"draft": ROLES[:1], "agreed": ROLES[2:3], "to sign": ROLES}


@tagged("post_install", "-at_install")
class TestPprInference(PprLeakCase, MobilityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cast_outside()

    def _play(self, make):
        def play():
            request = make()
            self.env.flush_all()
            seen = {}
            for moment in self.go_on(request):
                self.env.flush_all()
                for role in _READ_AT[moment]:
                    told = self.asked(getattr(self, role), among=DEEP)
                    seen.setdefault(role, {}).update(
                        ((moment, *key), text) for key, text in told.items()
                    )
            return seen

        return play

    def test_by_rpc_nobody_infers_it(self):
        with KeptLog():
            inside, outside = self.play_worlds(
                self._play(self.inside), self._play(self.outside), still=True
            )
        for role in ROLES:
            self.assertSame(role, inside[role], outside[role])

    def test_the_late_answer_is_given_to_no_referent(self):
        """Of a file without an adviser, whoever entered the request."""
        self.candidate.adviser_id = False
        inside, outside = self.play_worlds(
            lambda: self.inside()._followed_by().values(),
            lambda: self.outside()._followed_by().values(),
        )
        self.assertEqual([*inside], [*outside])
        self.assertNotIn(self.referent, [*inside])

    def test_the_group_still_reads_who_entered_it(self):
        request = self.inside()
        self.assertEqual(request.with_user(self.referent).create_uid, self.referent)
