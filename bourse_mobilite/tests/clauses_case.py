"""An avenant that is open, and the articles that it prints."""

from odoo import fields

from .change_case import WHY, AvenantCase

Command = fields.Command


class AvenantClauseCase(AvenantCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, lang="en_US"))
        cls.articles = cls.env.ref("bourse_mobilite.clauses_avenant")

    def new_version(self):
        action = self.articles.action_new_version()
        draft = self.articles.browse(action["res_id"])
        draft.invalidate_recordset()
        return draft

    def with_article(self, **vals):
        """A version in force where an article comes after the first one."""
        draft = self.new_version()
        vals = {"title": "Article ajouté", "body": "Texte ajouté.", **vals}
        draft.clause_ids = [Command.create({"sequence": 15, **vals})]
        draft.action_put_in_force()
        return draft

    def printed(self, avenant):
        report = avenant._in_french("report.bourse_mobilite.avenant_document")
        return report._act(avenant, 1)

    def headings(self, avenant):
        return [one["heading"] for one in self.printed(avenant)["articles"]]

    def titles(self, avenant):
        return [one.partition(" – ")[2] for one in self.headings(avenant)]

    def text(self, avenant):
        return "\n".join(
            "\n".join(part["text"]) if part["kind"] == "list" else part["text"]
            for article in self.printed(avenant)["articles"]
            for part in article["parts"]
        )

    def days(self):
        return self.request.day_ids.sorted("date").mapped("date")

    def early(self, last_day=None, **vals):
        last_day = last_day or self.days()[0]
        return self.avenant(early_end=True, last_day=last_day, reason=WHY, **vals)
