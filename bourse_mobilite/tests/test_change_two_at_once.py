"""Two people at the same second on one convention, as two real transactions."""

from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .change_case import SCAN, WHY
from .committed_case import CommittedCase
from .common import MobilityCast, small_pdf


class Cast(MobilityCast):
    """A convention that waits for its signatures, of people without an account."""

    def __init__(self, env):
        type(self).env = env
        self._cast_employers()
        agent, tutor, *mayors = env["res.partner"].create(
            [
                {"name": f"Personne {rank}", "email": f"p{rank}@personne.example.org"}
                for rank in range(4)
            ]
        )
        for mayor, employer in zip(mayors, (self.origin, self.host), strict=True):
            env["mobility.role"].create(
                {
                    "partner_id": mayor.id,
                    "employer_id": employer.id,
                    "kind": "authority",
                    "quality": "Maire",
                }
            )
        self.candidate = env["mobility.candidate"].create(
            {
                "partner_id": agent.id,
                "employer_id": self.origin.id,
                "cadre_id": env["mobility.cadre"].search([], limit=1).id,
            }
        )
        self.offer = env["mobility.offer"].create(
            {
                "name": "Accueil",
                "host_id": self.host.id,
                "metier_id": env["mobility.metier"].search([], limit=1).id,
                "tutor_ids": [(6, 0, tutor.ids)],
            }
        )
        self.offer.action_publish()
        self.convention = self.frozen_convention()

    def sign_all(self, document):
        for row in document.signatory_ids:
            row.sudo()._sign_on_paper(SCAN, "x.pdf", self._today())


@tagged("post_install", "-at_install")
class TestChangeTwoAtOnce(CommittedCase):
    def setUp(self):
        super().setUp()
        with self._environment() as env:
            models = env.registry
        for name in ("mobility.convention", "mobility.avenant"):
            self.startPatcher(
                patch.object(
                    models[name],
                    "_render_pdf",
                    lambda act, edition=None: small_pdf(act.display_name),
                )
            )
        with self._environment() as env:
            self.cast = Cast(env)
            self.convention = self.cast.convention.id
            env.cr.commit()

    def on(self, env):
        return env["mobility.convention"].browse(self.convention)

    def sign(self, env):
        row = self.on(env).document_ids.sorted("version")[-1].signatory_ids[0]
        row.sudo()._sign_on_paper(SCAN, "x.pdf", self.cast._today())

    @mute_logger("odoo.sql_db")
    def test_corrected_twice_at_once_is_one_version(self):
        refusal = self._race(
            lambda env: self.on(env).action_correct(WHY),
            lambda env: self.on(env).action_correct(WHY),
        )
        self.assertNotEqual(refusal, "done")
        with self._environment() as env:
            self.assertEqual(self.on(env).state, "draft")
            lines = self.on(env).document_ids.journal_ids
            self.assertEqual(lines.mapped("event").count("replaced"), 1)

    @mute_logger("odoo.sql_db")
    def test_a_signature_while_it_is_corrected(self):
        """It is refused: nobody signs a dead version."""
        refusal = self._race(
            lambda env: self.on(env).action_correct(WHY),
            self.sign,
        )
        with self._environment() as env:
            convention = self.on(env)
            self.assertEqual(convention.state, "draft")
            events = convention.document_ids.journal_ids.sorted("rank").mapped("event")
            self.assertNotIn("signed", events)
        self.assertNotEqual(refusal, "done")

    def amended(self):
        """A signed convention with an avenant that is still a draft; its id."""
        with self._environment() as env:
            convention = self.on(env)
            type(self.cast).env = env
            self.cast.sign_all(convention.document_id)
            avenant_id = convention.action_make_avenant()["res_id"]
            avenant = env["mobility.avenant"].browse(avenant_id)
            avenant.write({"change_place": True, "place": "9 rue Neuve"})
            env.cr.commit()
            return avenant_id

    def give_up(self, env):
        self.on(env)._give_up("host", "La maire", WHY, "letter")

    @mute_logger("odoo.sql_db")
    def test_given_up_by_two_parties_at_once(self):
        with self._environment() as env:
            type(self.cast).env = env
            self.cast.sign_all(self.on(env).document_id)
            env.cr.commit()
        refusal = self._race(
            self.give_up,
            lambda env: self.on(env)._give_up("agent", "L’agente", WHY, "portal"),
        )
        self.assertNotEqual(refusal, "done")
        with self._environment() as env:
            convention = self.on(env)
            self.assertEqual(convention.given_up_by, "host")
            self.assertEqual(convention.request_id.state, "cancelled")
            events = convention.document_ids.journal_ids.mapped("event")
            self.assertEqual(events.count("given_up"), 1)

    @mute_logger("odoo.sql_db")
    def test_an_avenant_frozen_while_its_convention_is_cancelled(self):
        avenant_id = self.amended()
        refusal = self._race(
            self.give_up,
            lambda env: env["mobility.avenant"].browse(avenant_id).action_freeze(),
        )
        self.assertNotEqual(refusal, "done")
        with self._environment() as env:
            avenant = env["mobility.avenant"].browse(avenant_id)
            self.assertEqual(self.on(env).state, "cancelled")
            self.assertEqual(avenant.state, "cancelled")
            self.assertFalse(avenant.document_ids)
            self.assertNotEqual(self.on(env).place, "9 rue Neuve")

    @mute_logger("odoo.sql_db")
    def test_the_last_signature_of_an_avenant_while_the_convention_is_cancelled(self):
        avenant_id = self.amended()
        with self._environment() as env:
            avenant = env["mobility.avenant"].browse(avenant_id)
            avenant.action_freeze()
            rows = avenant.document_id.signatory_ids
            rows[:-1].sudo()._sign_on_paper(SCAN, "x.pdf", self.cast._today())
            last = rows[-1].id
            env.cr.commit()
        refusal = self._race(
            self.give_up,
            lambda env: (
                env["mobility.signatory"]
                .browse(last)
                .sudo()
                ._sign_on_paper(SCAN, "x.pdf", self.cast._today())
            ),
        )
        with self._environment() as env:
            avenant = env["mobility.avenant"].browse(avenant_id)
            self.assertEqual(self.on(env).state, "cancelled")
            self.assertEqual(avenant.state, "cancelled")
            self.assertFalse(avenant.applied_on)
        self.assertNotEqual(refusal, "done")

    @mute_logger("odoo.sql_db")
    def test_two_avenants_at_once_are_one(self):
        with self._environment() as env:
            type(self.cast).env = env
            self.cast.sign_all(self.on(env).document_id)
            env.cr.commit()
        self._race(
            lambda env: self.on(env).action_make_avenant(),
            lambda env: self.on(env).action_make_avenant(),
        )
        with self._environment() as env:
            self.assertEqual(len(self.on(env).avenant_ids), 1)
