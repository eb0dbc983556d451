"""A bilan that is asked, as a browser sees it."""

from .assessment_case import AssessmentCast
from .portal_case import PortalCase


class PagesCase(AssessmentCast, PortalCase):
    def setUp(self):
        super().setUp()
        self.offer.capacity = 9
        self.request, self.of_tutor, self.of_agent = self.asked()

    def link(self, record, person, **options):
        return self.env["mobility.link"]._mint("assess", record, person, **options)

    def url(self, row=None, **options):
        row = row or self.of_tutor
        return f"/bilan/{self.link(row, row.partner_id, **options)}"

    def typed(self, side, **other):
        """The answers as a form sends them."""
        answers = self.answers(side, **other)
        marks = answers.pop("marks")
        tasks = answers.pop("tasks", ())
        answers.pop("comment_cdg_only", None)
        return {
            **answers,
            **{f"mark_{item}": level for item, level in marks.items()},
            "task": [str(rank) for rank in tasks],
        }
