"""One figure: both sides open, warmed up, then run in turn; the ratio of the medians."""

import contextlib
import dataclasses
import statistics

from bench_figures import Figure
from say import line


@dataclasses.dataclass
class Result:
    figure: Figure
    ours_s: float
    peer_s: float
    peak_mb: float

    @property
    def ratio(self):
        return self.ours_s / self.peer_s

    @property
    def good(self):
        return self.ratio <= self.figure.wanted

    @property
    def _unit(self):
        return self.figure.unit.lower()

    def _told(self, quantity):
        if self.figure.unit == "MB":
            return f"{quantity:.0f} Mo"
        return _duration(quantity)

    def as_json(self):
        return {
            "name": self.figure.name,
            "against": self.figure.against,
            "ratio": round(self.ratio, 3),
            "wanted": self.figure.wanted,
            "peak_mb": round(self.peak_mb),
            f"ours_{self._unit}": round(self.ours_s, 4),
            f"peer_{self._unit}": round(self.peer_s, 4),
        }

    def as_row(self):
        return (
            self.figure.name,
            self.figure.against,
            f"{self.ratio:.2f}{'' if self.good else ' !'}",
            f"≤ {self.figure.wanted:g}",
            self._told(self.ours_s),
            self._told(self.peer_s),
            f"{self.peak_mb:.0f} Mo",
        )


def measure(figure):
    """Run both sides in turn, so that a busy moment of the machine slows both."""
    with contextlib.ExitStack() as stack:
        ours = stack.enter_context(figure.ours.opened())
        peer = stack.enter_context(figure.peer.opened())
        for _ in range(figure.warm_ups):
            ours.run()
            peer.run()
        times = [(ours.run(), peer.run()) for _ in range(figure.repetitions)]
        mine, theirs = map(statistics.median, zip(*times, strict=True))
        result = Result(figure, mine, theirs * figure.times, ours.peak_mb())
    line(f"  {result.ratio:.2f} fois {figure.against}")
    return result


def _duration(seconds):
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"
