"""What a measure says: a ratio of medians, good up to what is wanted."""

import contextlib
import json
import sys
from pathlib import Path

import pytest

# Last: it has an `odoo.py` of its own.
sys.path.append(str(Path(__file__).resolve().parents[1] / "bin" / "lib"))

import bench
import bench_measure
from bench_figures import Figure
from say import Stop


class Side:
    """A side of a figure that takes the seconds it was told."""

    database = "base"

    def __init__(self, *seconds):
        self.seconds, self.rank, self.closed = seconds, 0, False

    @contextlib.contextmanager
    def opened(self):
        yield self
        self.closed = True

    def run(self):
        self.rank += 1
        return self.seconds[(self.rank - 1) % len(self.seconds)]

    def peak_mb(self):
        return 123.4


def figure(ours, peer, wanted=0.5, **more):
    more = {"repetitions": 3, "warm_ups": 0, **more}
    return Figure("une", "une mesure", "un pair", wanted, ours, peer, **more)


def test_the_ratio_is_that_of_the_medians():
    result = bench_measure.measure(figure(Side(1, 9, 2), Side(4, 4, 80)))
    assert (result.ours_s, result.peer_s) == (2, 4)
    assert result.ratio == 0.5


def test_the_first_runs_are_not_counted():
    ours, peer = Side(50, 1, 1, 1), Side(50, 2, 2, 2)
    result = bench_measure.measure(figure(ours, peer, warm_ups=1))
    assert (result.ours_s, result.peer_s) == (1, 2)
    assert ours.closed and peer.closed


def test_the_peer_counts_as_often_as_said():
    result = bench_measure.measure(figure(Side(10), Side(0.4), times=100))
    assert result.peer_s == 40
    assert result.ratio == 0.25


@pytest.mark.parametrize(
    ("seconds", "good"), [(0.499, True), (0.5, True), (0.501, False)]
)
def test_good_up_to_what_is_wanted(seconds, good):
    assert bench_measure.measure(figure(Side(seconds), Side(1))).good is good


def test_one_object_a_line_with_what_is_promised():
    result = bench_measure.measure(figure(Side(1), Side(3)))
    said = json.loads(json.dumps(result.as_json()))
    assert list(said)[:5] == ["name", "against", "ratio", "wanted", "peak_mb"]
    assert (said["name"], said["against"]) == ("une", "un pair")
    assert (said["ratio"], said["wanted"], said["peak_mb"]) == (0.333, 0.5, 123)


def test_what_falls_short_is_said_and_fails(capsys, monkeypatch):
    monkeypatch.setattr(bench.bench_databases, "make", lambda name: None)
    good, short = figure(Side(1), Side(3)), figure(Side(2), Side(3))
    assert bench._run([good], as_json=False) == 0
    capsys.readouterr()
    with pytest.raises(Stop, match="au-dessus de ce qui est voulu : une"):
        bench._run([good, short], as_json=True)
    printed = capsys.readouterr()
    assert [json.loads(line)["ratio"] for line in printed.out.splitlines()] == [
        0.333,
        0.667,
    ]
    assert "une : 0.667 fois un pair, voulu 0.5 au plus" in printed.err


def test_the_table_marks_what_falls_short(capsys, monkeypatch):
    monkeypatch.setattr(bench.bench_databases, "make", lambda name: None)
    with pytest.raises(Stop):
        bench._run([figure(Side(0.002), Side(0.003))], as_json=False)
    heading, row = capsys.readouterr().out.splitlines()
    assert heading.split()[:3] == ["mesure", "contre", "rapport"]
    assert "0.67 !" in row and "≤ 0.5" in row and "2 ms" in row and "123 Mo" in row


def test_names_of_figures_are_their_own():
    names = [one.name for one in bench.bench_figures.FIGURES]
    assert len(set(names)) == len(names)
