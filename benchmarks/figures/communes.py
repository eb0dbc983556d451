"""The communes of a département: our loading, and core's on the same rows."""

from figures import Side

# Not the one of the database, and the département that has the most.
DEPARTMENT = "62"
_COLUMNS = (
    "code", "name", "department_code", "postal_codes", "siren", "epci_siren",
    "epci_name", "population", "latitude", "longitude",
)  # fmt: skip


class Ours(Side):
    def run(self):
        communes = self.env["mobility.commune"]
        seconds, counts = self.timed(communes._load_departments, [DEPARTMENT])
        assert counts["created"] > 800, counts
        self.forget()
        return seconds


class Peer(Side):
    """`load()` of the rows that ours has written, with external ids if ours has."""

    def __init__(self, env):
        super().__init__(env)
        communes = env["mobility.commune"]
        communes._load_departments([DEPARTMENT])
        found = communes.search([("department_code", "=", DEPARTMENT)], order="code")
        names = found.get_external_id()
        self.columns = [*(["id"] if all(names.values()) else []), *_COLUMNS]
        self.rows = [
            [str(row[name] or "") for name in self.columns]
            for row in (
                {**values, "id": names[values["id"]]} for values in found.read(_COLUMNS)
            )
        ]
        self.forget()

    def run(self):
        communes = self.env["mobility.commune"]
        seconds, answer = self.timed(communes.load, self.columns, self.rows)
        assert answer["ids"] and len(answer["ids"]) == len(self.rows), answer[
            "messages"
        ]
        self.forget()
        return seconds
