"""What both stories share: contacts, roles, offers, written to a database."""

from rules.register.repair import fold

from builder.table import Table, copy_rows

# An employer that the ORM accepts, to see what else it writes.
_EMPLOYER = {
    "name": "Mairie",
    "is_company": True,
    "mobility_employer_kind": "commune",
    "email": "mairie@commune.example.org",
    "phone": "03 44 00 00 00",
    "street": "1 place de la Mairie",
    "zip": "60000",
    "city": "Beauvais",
}
_PERSON = {
    "name": "Personne",
    "email": "une.personne@personne.example.org",
    "phone": "06 00 00 00 00",
}


def _texts(row, host):
    """What the public list searches in an offer."""
    texts = (row["name"], host["name"], row["service"], row["metier"], host["city"])
    return (*texts, row["description"])


class World:
    """A database being filled: the tables in the order they are written, and the
    checksum of each."""

    def __init__(self, env):
        self.env = env
        self.checksums = {}

    def referential(self, model, *fields, order="id"):
        """The rows of a referential as dictionaries."""
        records = self.env[model].search([], order=order)
        return records.read(["id", *fields], load=False)

    def write(self, title, table):
        self.checksums[title] = table.write()
        print(f"{title}: {len(table.rows)} rows, {self.checksums[title]}", flush=True)

    def link(self, title, model, field, pairs):
        """Write the pairs ``(record id, other id)`` of a many2many field."""
        field = self.env[model]._fields[field]
        columns = [field.column1, field.column2]
        pairs = sorted(set(pairs))
        self.checksums[title] = copy_rows(self.env, field.relation, columns, pairs)
        print(f"{title}: {len(pairs)} rows, {self.checksums[title]}", flush=True)

    def employers(self, rows):
        """Write employers; answer their ids in order."""
        table = Table(self.env, "res.partner", **_EMPLOYER)
        for row in rows:
            own = table.first + len(table.rows)
            table.add(
                complete_name=row["name"],
                commercial_company_name=row["name"],
                mobility_siren=row["company_registry"][:9],
                commercial_partner_id=own,
                email_normalized=row["email"],
                phone_sanitized=row["phone"],
                **row,
            )
        self.write("employers", table)
        return table.ids

    def people(self, title, rows):
        """Write persons; answer their ids in order."""
        table = Table(self.env, "res.partner", **_PERSON)
        for row in rows:
            own = table.first + len(table.rows)
            table.add(
                complete_name=row["name"],
                commercial_partner_id=own,
                email_normalized=row["email"],
                phone_sanitized=row["phone"],
                **row,
            )
        self.write(title, table)
        return table.ids

    def roles(self, rows, people, employers):
        table = Table(
            self.env,
            "mobility.role",
            partner_id=people[0],
            employer_id=employers[0],
            kind="tutor",
        )
        for row in rows:
            table.add(
                partner_id=people[row["person"]],
                employer_id=employers[row["employer"]],
                kind=row["kind"],
                quality=row["quality"],
            )
        self.write("roles", table)

    def offers(self, rows, hosts, employers, tutors=None):
        """Write offers; answer their ids in order.

        :param hosts: the values of the employers; ``employers``: their ids
        :param tutors: the id of the person who welcomes at each employer
        """
        table = Table(
            self.env,
            "mobility.offer",
            name="Offre",
            host_id=employers[0],
            metier_id=rows[0]["metier_id"],
        )
        ranks = ["submitted", "draft", "published", "suspended", "closed"]
        conditions, welcomed = [], []
        for row in rows:
            host = hosts[row["host"]]
            values = {
                name: value
                for name, value in row.items()
                if name not in ("host", "metier", "conditions")
            }
            offer = table.add(
                host_id=employers[row["host"]],
                host_name=host["name"],
                commune_id=host["mobility_commune_id"],
                state_rank=ranks.index(row["state"]),
                searched_text="\n".join(map(fold, _texts(row, host))),
                **values,
            )
            conditions += [(offer, condition) for condition in row["conditions"]]
            if tutors:
                welcomed.append((offer, tutors[row["host"]]))
        self.write("offers", table)
        self.link("conditions", "mobility.offer", "condition_ids", conditions)
        if welcomed:
            self.link("tutors", "mobility.offer", "tutor_ids", welcomed)
        return table.ids

    def skills(self, model, owner, rows, ids):
        """Write the skills of ``model`` and the list that its owners show.

        :param owner: the field of the owner; ``rows``: ``(rank, skill, level)``
        """
        table = Table(self.env, model, **{owner: ids[0], "skill_id": rows[0][1]})
        progress = dict(
            self.env["hr.skill.level"]
            .search([])
            .mapped(lambda level: (level.id, level.level_progress))
        )
        for rank, skill, level in rows:
            table.add(
                **{owner: ids[rank]},
                skill_id=skill,
                level_id=level,
                progress=progress[level],
            )
        self.write(model, table)
        self.link(
            f"{model} list",
            self.env[model]._fields[owner].comodel_name,
            "skill_ids",
            [(ids[rank], skill) for rank, skill, _level in rows],
        )
        if owner == "offer_id":
            # A sum that the ORM keeps: here once for all.
            self.env.cr.execute(
                "UPDATE mobility_offer offer SET skills_asked = asked.sum "
                "FROM (SELECT offer_id, SUM(progress) FROM mobility_offer_skill "
                "GROUP BY offer_id) asked (id, sum) WHERE asked.id = offer.id"
            )

    def levels(self):
        """The ids of the levels of our skills, the lowest first."""
        kind = self.env.ref("bourse_mobilite.skill_type_territorial")
        return kind.skill_level_ids.sorted("level_progress").ids

    def finish(self):
        """Let PostgreSQL know what it holds, as its own upkeep does within minutes."""
        self.env.cr.commit()
        connection = self.env.cr._cnx
        connection.autocommit = True
        try:
            self.env.cr.execute("VACUUM ANALYZE")
        finally:
            connection.autocommit = False
