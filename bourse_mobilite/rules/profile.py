"""The anonymous profile of an agent, as one employer who is solicited reads it.

A filière, how far from that employer the agent lives, in which months the agent is
free: no employer, grade, village, name, age nor sex. It is widened for as long as fewer
than five files of the centre de gestion fit it: the ring first, then the months, then
the filière. The widest says nothing of anybody.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from .matching.spec import kilometres

# How far away, in km; beyond the last: somewhere in the territory.
RINGS = (10, 20, 40, 60)
FEWEST = 5
# What is said of a number: no count, so that one person more or less is seldom seen.
AT_LEAST = (FEWEST, 10, 20)


class File(NamedTuple):
    """One file: ``filiere`` 0 when it is unknown, ``point`` (of the matching) None when
    the home is, ``months`` the first and last month in which the person is free, as
    :func:`month_of` counts them."""

    filiere: int
    point: tuple | None
    months: tuple[int, int]


class Profile(NamedTuple):
    """What is said: 0 or None is said of anybody."""

    filiere: int = 0
    ring: int = 0
    months: tuple[int, int] | None = None


WIDEST = Profile()


def month_of(day) -> int:
    """The months since year 0.

    >>> from datetime import date
    >>> month_of(date(2027, 1, 31)) - month_of(date(2026, 12, 1))
    1
    """
    return 12 * day.year + day.month - 1


def ring_of(home: tuple | None, employer: tuple | None) -> int:
    """The smallest ring around the employer that holds the home; 0 beyond the last, or
    when a place is unknown.

    >>> ring_of((491800, 29600), (491800, 29600)), ring_of(None, (491800, 29600))
    (10, 0)
    """
    if not home or not employer:
        return 0
    km = _kilometres(home, employer)
    return next((ring for ring in RINGS if km <= ring), 0)


@cache
def _kilometres(home, employer):
    return kilometres(home, employer)


def wider(file: File, employer: tuple | None) -> Iterator[Profile]:
    """The profiles of a file for an employer, from the closest to the widest; each fits
    whatever the one before fits."""
    nearest = ring_of(file.point, employer)
    rings = [ring for ring in RINGS if nearest and ring >= nearest]
    for ring in (*rings, 0):
        yield Profile(file.filiere, ring, file.months)
    if file.filiere:
        yield Profile(file.filiere)
    yield WIDEST


class Crowd:
    """All the files of a centre de gestion, counted so that an employer more costs one
    look at each commune, and not at each file."""

    def __init__(self, files: Iterable[File]):
        self._files = Counter(files)
        self._homes = {}

    def _of(self, filiere, months):
        """``{home: files}`` of those of a filière who are free in these months."""
        key = filiere, months
        if key not in self._homes:
            homes = Counter()
            for file, count in self._files.items():
                if (not filiere or file.filiere == filiere) and (
                    not months
                    or (file.months[0] <= months[1] and months[0] <= file.months[1])
                ):
                    homes[file.point] += count
            self._homes[key] = homes
        return self._homes[key]

    def fits(self, profile: Profile, employer: tuple | None) -> int:
        """How many files a reader at this employer could take the profile for."""
        homes = self._of(profile.filiere, profile.months)
        if not profile.ring:
            return homes.total()
        return sum(
            count
            for home, count in homes.items()
            if 0 < ring_of(home, employer) <= profile.ring
        )

    def profile(self, file: File, employer: tuple | None) -> Profile:
        """The closest profile of a file that five files fit, else the widest."""
        return next(
            (
                one
                for one in wider(file, employer)
                if self.fits(one, employer) >= FEWEST
            ),
            WIDEST,
        )


def at_least(count: int) -> int:
    """What is said of how many there are; 0 when nothing may be.

    >>> [at_least(count) for count in (0, 4, 5, 9, 10, 19, 20, 500)]
    [0, 0, 5, 5, 10, 10, 20, 20]
    """
    return max((step for step in AT_LEAST if step <= count), default=0)


def groups(files: Iterable[File], employer: tuple | None) -> dict[Profile, int]:
    """The files as groups that an employer may read of: ``{profile: at least how
    many}``.

    No file is in two groups, and none has fewer than five: who is alone with a profile
    joins those of a wider one, and who is alone even so is not told of at all. Nothing
    can be learned by taking one group from another.
    """
    left = [list(wider(file, employer)) for file in files]
    found = {}
    # All the chains end alike: what remains of them says how wide a profile is.
    for steps in range(max(map(len, left), default=0), 0, -1):
        counts = Counter(chain[-steps] for chain in left if len(chain) >= steps)
        told = {profile for profile, count in counts.items() if count >= FEWEST}
        found |= {profile: at_least(counts[profile]) for profile in told}
        left = [
            chain for chain in left if len(chain) < steps or chain[-steps] not in told
        ]
    return found
