{
    "name": "Bourse de mobilité – démonstration",
    "summary": "Fictitious people, a banner that says so, and an outbox: no mail leaves",
    "version": "19.0.1.0.0",
    "category": "Human Resources",
    "license": "AGPL-3",
    "author": "Bourse de mobilité",
    "website": "https://bourse-mobilite.example.org",
    "depends": ["bourse_mobilite"],
    "data": [
        "security/ir.model.access.csv",
        "data/quiet.xml",
        "views/banner.xml",
        "views/outbox.xml",
    ],
    "demo": ["demo/story.xml"],
}
