"""The labelled corpus is sound, and what the program makes of its held-back part stays as good as it was."""

import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "bench"))

from bench_verdicts import DATA, Said, figures, rows, said

from roleplay.reading.weights import CLASSES, load_weights
from roleplay.strategies import Strategy, Verdict

TRAINED = [row for path in sorted(DATA.glob("train-*.jsonl")) for row in rows(path)]
HELD = [row for path in sorted(DATA.glob("held-*.jsonl")) for row in rows(path)]


@pytest.fixture(scope="module")
def held() -> list[Said]:
    return [said(row) for row in HELD]


def test_every_strategy_is_shown_and_violated_in_both_languages():
    assert len(TRAINED) + len(HELD) >= 1500
    counts = Counter((row.lang, strategy, verdict) for row in TRAINED for strategy, verdict in row.labels.items())
    for lang in ("en", "it"):
        for strategy in Strategy:
            assert counts[lang, strategy, Verdict.SHOWN] >= 40
            assert counts[lang, strategy, Verdict.VIOLATED] >= 20


def test_what_is_held_back_was_not_trained_on():
    known = {(row.customer, row.agent) for row in TRAINED}
    assert [row.agent for row in HELD if (row.customer, row.agent) in known] == []


def test_no_tip_is_labelled_for_what_is_shown():
    for row in TRAINED + HELD:
        assert len(row.missed) <= 2
        assert not any(row.labels[strategy] is Verdict.SHOWN for strategy in row.missed), row.agent


@pytest.mark.parametrize(
    ("lang", "floors"), [("en", (0.73, 0.46, 0.50, 0.43, 0.65)), ("it", (0.66, 0.50, 0.44, 0.40, 0.60))]
)
def test_the_held_back_part_is_read_as_well_as_before(held, lang, floors):
    found = figures([each for each in held if each.row.lang == lang])
    for value, floor in zip(found, floors, strict=True):
        assert value is not None
        assert value >= floor


def test_each_verdict_on_the_corpus_has_a_real_quote():
    from roleplay.playbook import load_playbook
    from roleplay.reading import read

    for row in HELD:
        for finding in read(row.agent, row.customer, load_playbook(row.lang)).findings.values():
            assert row.agent[finding.start : finding.end] == finding.quote
            assert bool(finding.quote) == (finding.verdict is not Verdict.NONE)


@pytest.mark.parametrize("lang", ["en", "it"])
def test_the_weights_know_every_class(lang):
    weights = load_weights(lang)
    assert weights
    assert len(weights.bars) == len(weights.own) == len(weights.other) == len(CLASSES)
    assert len(weights.tip_bars) == len(Strategy)
