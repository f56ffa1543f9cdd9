"""Learns the weights of the reading from the labelled exchanges beside it, and writes them to ``prompts/playbook``.

    pip install scikit-learn
    python tests/data/train.py

First each verdict's sentence is learned: of a message that is labelled ``shown``, the sentence that speaks most for it,
and of the others every sentence against it, a few times over. Then how a message's strongest sentence, what the cues
decided and what the customer brought up count together; last, the tips. The bars are set where F1 is best on sentences
that the fold in question has not seen, half-way to the middle. Nothing is drawn by chance: the same rows give the same
weights. ``--check`` prints the figures on unseen folds and writes nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "bench"), str(HERE.parent / "reading")]

from bench_verdicts import Row, rows  # noqa: E402
from playing import script  # noqa: E402
from test_stories import ANGRY, ENGLISH, FURIOSO, ITALIAN  # noqa: E402

from roleplay.agents import load_agents  # noqa: E402
from roleplay.library import files, load  # noqa: E402
from roleplay.moment import MOST, ruled_tips  # noqa: E402
from roleplay.persona import Act  # noqa: E402
from roleplay.playbook import load_playbook  # noqa: E402
from roleplay.reading import clues, deeds  # noqa: E402
from roleplay.reading.customer import hear  # noqa: E402
from roleplay.reading.findings import Finding, Moment  # noqa: E402
from roleplay.reading.message import Reading  # noqa: E402
from roleplay.reading.tongue import tongue  # noqa: E402
from roleplay.reading.verdicts import judge  # noqa: E402
from roleplay.reading.weighing import whole  # noqa: E402
from roleplay.reading.weights import CLASSES, FURTHEST, HALF, TRUST, TRUST_TIP  # noqa: E402
from roleplay.rewording import load_wordings  # noqa: E402
from roleplay.strategies import Strategy, Verdict  # noqa: E402

ABUSE = {"en": "You useless idiots!", "it": "Siete dei cretini!"}
FOLDS = 5
ROUNDS = 3  # how often a message's telling sentence is chosen anew
LEAST = 3  # rows in which a clue must stand
WORDS = 0.6  # how much a word counts beside a cue
KINDS = {"plain": 2.5, "ours": 5.0}  # what a row of a kind counts, others 1: most messages are plain
USUAL, USUAL_TIP = 0.4, 0.25  # the chances from which a verdict and a tip are usually given
SMALLEST = 0.04  # weights below this are not stored
"""Settings that were chosen on folds of the training part; the held-back part was not looked at."""


@dataclass
class Example:
    """One exchange with its clues."""

    row: Row
    sentences: list[list[str]]
    customer: list[str]
    message: list[str]
    words: list[str]
    moment: Moment


def example(row: Row) -> Example:
    """The clues of a labelled exchange."""
    words = tongue(load_playbook(row.lang))
    senses = [(at, words.sense(piece)) for at, piece in words.sentences(row.agent)]
    heard = hear(row.customer, words)
    ruled = judge(senses, heard, deeds.first_hit(senses, "insult", "insult"))
    customer = clues.of_customer(heard)
    return Example(
        row,
        [clues.of_sentence(sense) for _, sense in senses] or [[]],
        customer,
        whole(ruled, customer, senses),
        clues.of_words(row.customer, words),
        heard.moment,
    )


def anchors() -> list[Example]:
    """Our own tested lines as the cues read them: personas' wordings, agents' scripts, stories, wordings."""
    found = []
    for persona in map(load, files()):
        customers = [*persona.lines[Act.VENT], *persona.lines[Act.OBJECT], *persona.lines.get(Act.INSULT, ())]
        said = [line for lines in persona.wordings.values() for line in lines]
        said += [line for lines in load_agents(persona.language).lines.values() for line in lines]
        for line in script("good", persona):
            found.append(as_ruled(customers[len(line) % len(customers)], line, persona.language, silent=True))
        for number, line in enumerate(said):
            found.append(as_ruled(customers[number % len(customers)], line, persona.language))
            found.append(as_ruled(customers[-1], line, persona.language))
    for language, stories, angry in (("en", ENGLISH, ANGRY), ("it", ITALIAN, FURIOSO)):
        found += [as_ruled(customer, agent, language) for _, _, customer, agent in stories]
        for lines in load_wordings(language).say.values():
            for line in lines:
                full = line.replace("{words}", angry.partition("!")[0])
                found += [as_ruled(customer, full, language) for customer in ("", angry, f"{angry} {ABUSE[language]}")]
    return found


def as_ruled(customer: str, agent: str, language: str, *, silent: bool = False) -> Example:
    """An exchange labelled by the cues alone; ``silent`` when a coach has nothing to say of it."""
    words = tongue(load_playbook(language))
    senses = [(at, words.sense(piece)) for at, piece in words.sentences(agent)]
    heard = hear(customer, words)
    ruled = judge(senses, heard, deeds.first_hit(senses, "insult", "insult"))
    verdicts = {strategy: finding.verdict for strategy, finding in ruled.items()}
    tips = () if silent else ruled_tips(heard.moment, Reading(text=agent, findings=ruled))
    return example(Row(customer, agent, language, "ours", verdicts, tips))


class Space:
    """Clues as columns; those that stand in few rows are left out."""

    def __init__(self, lists: Sequence[Sequence[str]], least: int) -> None:
        self._columns = DictVectorizer(dtype=np.float32)
        found = self._columns.fit_transform(map(_counted, lists))
        self._kept = np.asarray((found > 0).sum(axis=0)).ravel() >= least
        self.names = self._columns.get_feature_names_out()[self._kept]

    def rows(self, lists: Iterable[Sequence[str]]) -> csr_matrix:
        """The lists of clues as rows."""
        return self._columns.transform(map(_counted, lists))[:, self._kept]


def _counted(found: Sequence[str]) -> dict[str, float]:
    counts = Counter(found)
    return {clue: float(count) if clue[0] in "#@=~!<" else WORDS * count for clue, count in counts.items()}


def fit(columns: csr_matrix, wanted: np.ndarray, strength: float, weight: np.ndarray) -> LogisticRegression:
    """A regression; ``strength`` is the inverse of the penalty."""
    return LogisticRegression(C=strength, solver="liblinear").fit(columns, wanted, sample_weight=weight)


class Sentences:
    """What each sentence's words speak for."""

    def __init__(self, examples: Sequence[Example], strength: float) -> None:
        lists = [found for each in examples for found in each.sentences]
        owner = np.repeat(np.arange(len(examples)), [len(each.sentences) for each in examples])
        self.space = Space(lists, LEAST)
        columns = self.space.rows(lists)
        wanted = labels(examples)
        weight = weights(examples)[owner]
        share = 1 / np.bincount(owner)[owner]
        self.models = []
        for at in range(len(CLASSES)):
            positive = wanted[owner, at]
            model = fit(columns, positive, strength, weight * np.where(positive, share, 1.0))
            for _ in range(ROUNDS):
                sums = model.decision_function(columns)
                best = np.full(len(examples), -np.inf)
                np.maximum.at(best, owner, sums)
                used = ~positive | (sums >= best[owner])
                model = fit(columns[used], positive[used], strength, weight[used])
            self.models.append(model)

    def strongest(self, examples: Sequence[Example]) -> np.ndarray:
        """For each exchange and class the sum of its strongest sentence."""
        lists = [found for each in examples for found in each.sentences]
        owner = np.repeat(np.arange(len(examples)), [len(each.sentences) for each in examples])
        columns = self.space.rows(lists)
        found = np.full((len(examples), len(CLASSES)), -np.inf)
        for at, model in enumerate(self.models):
            np.maximum.at(found[:, at], owner, model.decision_function(columns))
        return np.clip(found, -FURTHEST, FURTHEST)


def labels(examples: Sequence[Example]) -> np.ndarray:
    """Whether each class is labelled."""
    return np.array([[each.row.labels[strategy] is verdict for strategy, verdict in CLASSES] for each in examples])


def weights(examples: Sequence[Example]) -> np.ndarray:
    """What each example counts."""
    return np.array([KINDS.get(each.row.kind, 1.0) for each in examples])


def ruled(examples: Sequence[Example]) -> np.ndarray:
    """Whether the cues alone said so."""
    return np.array([[f"={strategy}/{verdict}" in each.message for strategy, verdict in CLASSES] for each in examples])


def flags(examples: Sequence[Example], names: Sequence[str]) -> np.ndarray:
    """Which clues of the customer are there."""
    return np.array([[name in each.customer for name in names] for each in examples], float)


def f1_of(wanted: np.ndarray, said: np.ndarray, weight: np.ndarray) -> float:
    """Harmonic mean of precision and recall."""
    both = weight[wanted & said].sum()
    return float(2 * both / max(1, weight[wanted].sum() + weight[said].sum()))


def bar(wanted: np.ndarray, sums: np.ndarray, weight: np.ndarray, usual: float) -> float:
    """The log-odds above which F1 is best, half-way to the usual chance."""
    chances = np.arange(0.1, 0.75, 0.025)
    odds = np.log(chances / (1 - chances))
    best = max(
        zip(odds, chances, strict=True), key=lambda pair: (f1_of(wanted, sums > pair[0], weight), -abs(pair[1] - usual))
    )
    return float(0.5 * best[0] + 0.5 * np.log(usual / (1 - usual)))


def folds(count: int) -> np.ndarray:
    """The fold of each row: neighbours, which one hand wrote in one go, stand together."""
    return (np.arange(count) // 20) % FOLDS


class Learned:
    """The whole of what is learned from some examples."""

    def __init__(self, examples: Sequence[Example], strength: float = 0.5, second: float = 0.1, third: float = 0.15):
        fold = folds(len(examples))
        wanted, weight = labels(examples), weights(examples)
        judged = np.where([each.row.kind == "ours" for each in examples], 0.0, weight)
        unseen = np.zeros(wanted.shape)
        for at in range(FOLDS):
            inside = [each for each, number in zip(examples, fold, strict=True) if number != at]
            unseen[fold == at] = Sentences(inside, strength).strongest(
                [each for each, number in zip(examples, fold, strict=True) if number == at]
            )
        self.sentences = Sentences(examples, strength)
        self.space = Space([each.message for each in examples], LEAST)
        self.names = sorted({clue for each in examples for clue in each.customer})
        self.models, self.bars = [], []
        sums = np.zeros(wanted.shape)
        for at in range(len(CLASSES)):
            columns = self._columns(examples, unseen, at)
            sums[:, at] = _unseen_sums(columns, wanted[:, at], fold, second, weight)
            self.models.append(fit(columns, wanted[:, at], second, weight))
            self.bars.append(bar(wanted[:, at], sums[:, at], judged, USUAL))
        self.sums_unseen = sums - self.bars
        self.unseen = decided(self.sums_unseen, examples)
        self._learn_tips(examples, fold, third)

    def _columns(self, examples: Sequence[Example], strongest: np.ndarray, at: int) -> csr_matrix:
        own = strongest[:, [at]]
        other = strongest[:, [(at + HALF) % (2 * HALF)]]
        clues_ = self.space.rows([each.message for each in examples])
        return hstack([own, other, own * flags(examples, self.names), clues_]).tocsr()

    def verdicts(self, examples: Sequence[Example]) -> list[dict[Strategy, Verdict]]:
        """The verdicts on some examples."""
        strongest = self.sentences.strongest(examples)
        sums = np.array(
            [model.decision_function(self._columns(examples, strongest, at)) for at, model in enumerate(self.models)]
        ).T
        return decided(sums - self.bars, examples)

    def _learn_tips(self, examples: Sequence[Example], fold: np.ndarray, third: float) -> None:
        lists = [tip_clues(each, verdicts) for each, verdicts in zip(examples, self.unseen, strict=True)]
        self.tip_space = Space(lists, LEAST)
        columns, weight = self.tip_space.rows(lists), weights(examples)
        judged = np.where([each.row.kind == "ours" for each in examples], 0.0, weight)
        self.tip_models, self.tip_bars = [], []
        self.tip_sums = np.zeros((len(examples), len(Strategy)))
        for at, strategy in enumerate(Strategy):
            wanted = np.array([strategy in each.row.missed for each in examples])
            self.tip_sums[:, at] = _unseen_sums(columns, wanted, fold, third, weight)
            self.tip_models.append(fit(columns, wanted, third, weight))
            self.tip_bars.append(bar(wanted, self.tip_sums[:, at], judged, USUAL_TIP))

    def tips(
        self, examples: Sequence[Example], verdicts: Sequence[dict[Strategy, Verdict]]
    ) -> list[tuple[Strategy, ...]]:
        """The tips on some examples with these verdicts."""
        columns = self.tip_space.rows([tip_clues(*pair) for pair in zip(examples, verdicts, strict=True)])
        sums = np.array([model.decision_function(columns) for model in self.tip_models]).T
        margins = sums - self.tip_bars + ahead(examples, verdicts)
        return [ranked(*pair) for pair in zip(margins, verdicts, strict=True)]


def ahead(examples: Sequence[Example], verdicts: Sequence[dict[Strategy, Verdict]]) -> np.ndarray:
    """What the tips of the rules have ahead."""
    found = np.zeros((len(examples), len(Strategy)))
    for at, (each, said) in enumerate(zip(examples, verdicts, strict=True)):
        findings = {strategy: Finding(verdict=verdict) for strategy, verdict in said.items()}
        for tip, trust in zip(ruled_tips(each.moment, reading(each, findings)), TRUST_TIP, strict=False):
            found[at, list(Strategy).index(tip)] = trust
    return found


def _unseen_sums(
    columns: csr_matrix, wanted: np.ndarray, fold: np.ndarray, strength: float, weight: np.ndarray
) -> np.ndarray:
    sums = np.zeros(len(wanted))
    for at in range(FOLDS):
        here = fold == at
        sums[here] = fit(columns[~here], wanted[~here], strength, weight[~here]).decision_function(columns[here])
    return sums


def decided(margins: np.ndarray, examples: Sequence[Example]) -> list[dict[Strategy, Verdict]]:
    """The verdicts from how far each class is above its bar."""
    found = []
    for row in margins + TRUST * ruled(examples):
        verdicts = {}
        for at, strategy in enumerate(Strategy):
            part = at if row[at] >= row[at + HALF] else at + HALF
            verdicts[strategy] = CLASSES[part][1] if row[part] > 0 else Verdict.NONE
        found.append(verdicts)
    return found


def ranked(margins: np.ndarray, verdicts: dict[Strategy, Verdict]) -> tuple[Strategy, ...]:
    """The tips, the one farthest above its bar first."""
    order = sorted(zip(margins, Strategy, strict=True), key=lambda pair: -pair[0])
    return tuple(tip for margin, tip in order if margin > 0 and verdicts[tip] is not Verdict.SHOWN)[:MOST]


def tip_clues(each: Example, verdicts: dict[Strategy, Verdict]) -> list[str]:
    """The clues for the tips."""
    findings = {strategy: Finding(verdict=verdict) for strategy, verdict in verdicts.items()}
    return clues.of_need(each.customer, each.words, findings, ruled_tips(each.moment, reading(each, findings)))


def reading(each: Example, findings: dict[Strategy, Finding]) -> Reading:
    """A reading that holds these findings."""
    return Reading(text=each.row.agent, findings=findings)


def stored(learned: Learned, examples: Sequence[Example]) -> dict[str, object]:
    """The weights as they are stored, with the clues of these examples only."""

    def hundredths(values: Iterable[float]) -> list[int]:
        return [round(100 * float(value)) for value in values]

    def table(space: Space, models: Sequence[LogisticRegression], there: set[str], skip: int = 0) -> dict[str, object]:
        kept: dict[str, list[int]] = {}
        for column, clue in enumerate(space.names):
            scale = 1.0 if clue[0] in "#@=~!<" else WORDS
            pairs = [(at, scale * model.coef_[0][skip + column]) for at, model in enumerate(models)]
            told = [value for at, weight in pairs if abs(weight) >= SMALLEST for value in (at, round(100 * weight))]
            if told and clue in there:
                kept[clue] = told
        return {"bias": hundredths(model.intercept_[0] for model in models), "clues": kept}

    said = {clue for each in examples for found in each.sentences for clue in found}
    whole_ = {clue for each in examples for clue in each.message}
    needed = {clue for each in examples for clue in tip_clues(each, each.row.labels)}
    names = learned.names
    return {
        "sentence": table(learned.sentences.space, learned.sentences.models, said),
        "message": table(learned.space, learned.models, whole_, skip=2 + len(names)),
        "own": hundredths(model.coef_[0][0] for model in learned.models),
        "other": hundredths(model.coef_[0][1] for model in learned.models),
        "slopes": {
            name: hundredths(model.coef_[0][2 + at] for model in learned.models) for at, name in enumerate(names)
        },
        "bars": hundredths(learned.bars),
        "tips": table(learned.tip_space, learned.tip_models, needed),
        "tip_bars": hundredths(learned.tip_bars),
    }


def main() -> None:
    """Learn, and write."""
    parser = argparse.ArgumentParser(description="Learns the weights of the reading.")
    parser.add_argument("--check", action="store_true", help="print the figures on unseen folds, write nothing")
    parser.add_argument("files", nargs="*", type=Path, default=sorted(HERE.glob("train-*.jsonl")))
    options = parser.parse_args()
    examples = [example(row) for path in options.files for row in rows(path)] + anchors()
    learned = Learned(examples)
    for lang in ("en", "it"):
        mine = [each for each in examples if each.row.lang == lang]
        path = HERE.parent.parent / "prompts" / "playbook" / f"weights.{lang}.json"
        if mine and not options.check:
            path.write_text(
                json.dumps(stored(learned, mine), ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8"
            )


if __name__ == "__main__":
    main()
