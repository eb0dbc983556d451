"""Employers and the people who act for them, as plain values.

A plan knows no database: rows name one another by their rank, and the same seed
gives the same rows.
"""

import unicodedata

from builder.words import FIRST_NAMES, LAST_NAMES, STREETS

# After the communes themselves, in turn, for the largest ones.
OTHERS = (
    ("ccas", "CCAS de {}"),
    ("syndicat", "Syndicat scolaire de {}"),
    ("ccas", "CIAS du pays de {}"),
    ("epci", "Communauté de communes de {}"),
    ("eple", "Collège public de {}"),
    ("syndicat", "Syndicat des eaux de {}"),
    ("epa", "Caisse des écoles de {}"),
    ("hopital", "Centre hospitalier de {}"),
)
QUALITIES = {"commune": "Maire", "hopital": "Directrice", "eple": "Principal"}


def luhn(digits):
    """The digit that completes ``digits`` by the Luhn rule.

    >>> luhn("7328293")
    '2'
    """
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 if rank % 2 else 2)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def siret(rank):
    """A SIRET that is valid and that nobody bears, different for each rank."""
    siren = f"97{rank:06d}"
    number = f"{siren}{luhn(siren)}0001"
    return number + luhn(number)


def plain(text):
    """``text`` as it goes into an address of mail."""
    letters = unicodedata.normalize("NFKD", text.lower())
    return "".join(one if one.isalnum() else "-" for one in letters if one.isascii())


def employers(rng, communes, count):
    """``count`` employers: one a commune, then the other bodies of the largest.

    :param communes: rows with ``id``, ``code``, ``name``, ``postal_codes`` and
        ``population``, in the order of their codes
    """
    rows = [("commune", f"Mairie de {one['name']}", one) for one in communes[:count]]
    largest = sorted(communes, key=lambda one: (-one["population"], one["code"]))
    for rank in range(count - len(rows)):
        kind, name = OTHERS[rank // len(largest)]
        place = largest[rank % len(largest)]
        rows.append((kind, name.format(place["name"]), place))
    return [
        {
            "name": name,
            "mobility_employer_kind": kind,
            "mobility_commune_id": place["id"],
            "company_registry": siret(rank),
            "street": f"{rng.randint(1, 60)} {rng.choice(STREETS)}",
            "zip": (place["postal_codes"] or "").split(" ")[0] or None,
            "city": place["name"],
            "email": f"accueil.{rank}@{plain(place['name'])}.example.org",
            "phone": f"03 44 {rank // 10000 % 100:02d} {rank // 100 % 100:02d} "
            f"{rank % 100:02d}",
        }
        for rank, (kind, name, place) in enumerate(rows)
    ]


def person(rng, mark, rank):
    """Someone: a name, an address of mail, a phone."""
    first, last = rng.choice(FIRST_NAMES), rng.choice(LAST_NAMES)
    return {
        "name": f"{first} {last}",
        "email": f"{plain(first)}.{plain(last)}.{mark}{rank}@personne.example.org",
        "phone": f"06 00 {rank // 10000 % 100:02d} {rank // 100 % 100:02d} "
        f"{rank % 100:02d}",
    }


def staff(rng, employers):
    """``(people, roles)``: for each employer its authority and a tutor, an HR contact
    for most; a role names its person and its employer by rank."""
    people, roles = [], []
    for rank, employer in enumerate(employers):
        quality = QUALITIES.get(employer["mobility_employer_kind"], "Président")
        wanted = [("authority", quality), ("tutor", "Responsable de service")]
        if rng.random() < 0.6:
            wanted.append(("hr", "Responsable des ressources humaines"))
        for kind, role_quality in wanted:
            roles.append(
                {
                    "person": len(people),
                    "employer": rank,
                    "kind": kind,
                    "quality": role_quality,
                }
            )
            people.append(person(rng, "e", len(people)))
    return people, roles
