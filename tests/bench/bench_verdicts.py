"""How often the coach reads right: the table of the reading against labelled exchanges.

    python tests/bench/bench_verdicts.py [FILE.jsonl ...]

Without a file it reads the corpus in ``tests/data``, the part that was trained on and the part that was held back. Each
line of a file holds ``customer``, ``agent``, ``lang``, ``kind`` and the labels: ``shown``, ``violated`` and ``missed``
as lists of strategies, or ``labels`` with a verdict for each strategy. ``-v`` adds the table of the single strategies.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from roleplay.moment import missed, read_moment
from roleplay.playbook import load_playbook
from roleplay.reading import read
from roleplay.strategies import Strategy, Verdict

DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True)
class Row:
    """One exchange with its labels."""

    customer: str
    agent: str
    lang: str
    kind: str
    labels: dict[Strategy, Verdict]
    missed: tuple[Strategy, ...]


@dataclass(frozen=True)
class Said:
    """What the program says of a row."""

    row: Row
    verdicts: dict[Strategy, Verdict]
    tips: tuple[Strategy, ...]


def rows(path: Path) -> Iterator[Row]:
    """The labelled exchanges of a file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            found = json.loads(line)
            labels = found.get("labels") or {
                **dict.fromkeys(Strategy, "none"),
                **dict.fromkeys(found["shown"], "shown"),
                **dict.fromkeys(found["violated"], "violated"),
            }
            yield Row(
                found["customer"],
                found["agent"],
                found["lang"],
                found["kind"],
                {Strategy(name): Verdict(verdict) for name, verdict in labels.items()},
                tuple(map(Strategy, found["missed"])),
            )


def said(row: Row) -> Said:
    """The program's verdicts and tips on a row; the labels are not looked at."""
    playbook = load_playbook(row.lang)
    reading = read(row.agent, row.customer, playbook)
    tips = missed(read_moment(row.customer, playbook), reading, playbook)
    return Said(row, {strategy: reading.verdict(strategy) for strategy in Strategy}, tips)


def f1(pairs: Iterable[tuple[bool, bool]]) -> float | None:
    """Harmonic mean of precision and recall over (labelled, said); None when nothing is labelled so."""
    both = wrong = lacking = 0
    for labelled, claimed in pairs:
        both += labelled and claimed
        wrong += claimed and not labelled
        lacking += labelled and not claimed
    return 2 * both / (2 * both + wrong + lacking) if both + lacking else None


def of_strategy(found: list[Said], strategy: Strategy, verdict: Verdict) -> float | None:
    """F1 of one verdict on one strategy."""
    return f1((each.row.labels[strategy] is verdict, each.verdicts[strategy] is verdict) for each in found)


def mean(values: Iterable[float | None]) -> float | None:
    """The mean of those that there are."""
    there = [value for value in values if value is not None]
    return fmean(there) if there else None


def first_right(found: list[Said]) -> float | None:
    """Share of all rows whose first tip, or whose silence, is the labelled one."""
    return mean(float(each.row.missed[:1] == each.tips[:1]) for each in found)


def recall(found: list[Said]) -> float | None:
    """Mean over the strategies: share of the rows that miss it in which it is among the tips (two at the most)."""
    shares = []
    for strategy in Strategy:
        lacking = [each for each in found if strategy in each.row.missed]
        shares.append(mean(float(strategy in each.tips) for each in lacking))
    return mean(shares)


def silence(found: list[Said]) -> float | None:
    """Share of the rows in which nothing is missed that get no tip."""
    return mean(float(not each.tips) for each in found if not each.row.missed)


def figures(found: list[Said]) -> list[float | None]:
    """The five figures: shown, violated, first tip, recall of tips, silence."""
    return [
        mean(of_strategy(found, strategy, Verdict.SHOWN) for strategy in Strategy),
        mean(of_strategy(found, strategy, Verdict.VIOLATED) for strategy in Strategy),
        first_right(found),
        recall(found),
        silence(found),
    ]


def line(name: str, found: list[Said]) -> str:
    """One line of the table."""
    values = (f"{value:9.3f}" if value is not None else "        -" for value in figures(found))
    return f"{name:<26}{len(found):5}" + "".join(values)


def table(name: str, found: list[Said]) -> Iterator[str]:
    """The lines for one set: the whole, its languages, its kinds."""
    yield line(name, found)
    parts = [("lang", lang) for lang in ("en", "it")] + [("kind", kind) for kind in ("real", "plain", "adversarial")]
    for field, value in parts:
        part = [each for each in found if getattr(each.row, field) == value]
        if part and len(part) < len(found):
            yield line(f"  {value}", part)


def strategies(found: list[Said]) -> Iterator[str]:
    """F1 and number of labels of the single strategies."""
    for strategy in Strategy:
        cells = []
        for verdict in (Verdict.SHOWN, Verdict.VIOLATED):
            count = sum(each.row.labels[strategy] is verdict for each in found)
            value = of_strategy(found, strategy, verdict)
            cells.append(f"{count:5}{value:7.2f}" if value is not None else f"{count:5}      -")
        yield f"    {strategy:<12}" + "  ".join(cells)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="The table of the coach's reading against labelled exchanges.")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("-v", "--verbose", action="store_true", help="the single strategies too")
    options = parser.parse_args()
    named = [(path.stem, [path]) for path in options.files] or [
        ("own, trained on", sorted(DATA.glob("train-*.jsonl"))),
        ("own, held back", sorted(DATA.glob("held-*.jsonl"))),
    ]
    print(f"{'':<26} rows    shown violated    first   recall  silence")
    for name, paths in named:
        found = [said(row) for path in paths for row in rows(path)]
        if found:
            print("\n".join(table(name, found)))
        if found and options.verbose:
            print("\n".join(strategies(found)))


if __name__ == "__main__":
    main()
