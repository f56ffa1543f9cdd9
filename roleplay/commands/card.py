"""A scorecard in plain lines of 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from roleplay.commands.marks import MARKS, about, deeds, kind, met_mark, met_words, name_of, place, rule, title
from roleplay.i18n import _
from roleplay.scorecard import Message, Scorecard, Worst
from roleplay.strategies import Verdict

WIDTH = 80
LONGEST = 400
"""The most characters of a message that are repeated; the quotes stand whole."""


def card_lines(card: Scorecard, name: str) -> Iterator[str]:
    """The score, the strategies, the worst moments, and what each message does."""
    yield from _wrapped(title(name))
    yield from _wrapped(about(card))
    yield ""
    score = _("not scored") if card.conduct is None else _("{score} of 100").format(score=card.conduct)
    yield f"{_('Conduct')}: {score}"
    for fatal in card.fatal:
        yield from _wrapped(f"! {fatal.what} ({place(fatal.message, 0)}): “{_one(fatal.quote)}”", hang=2)
    yield from _wrapped(rule())
    yield ""
    yield from _table(card)
    if card.worst:
        yield ""
        yield _("The worst moments, and better words")
        for number, worst in enumerate(card.worst, 1):
            yield ""
            yield from _moment(number, worst)
    yield ""
    yield _("Message by message")
    for message in card.messages:
        yield ""
        yield from _message(message)


def _table(card: Scorecard) -> Iterator[str]:
    heads = (_("shown"), _("against"), _("missed"))
    widths = [max(len(head), 3) for head in heads]
    names = [f"{met_mark(total)} {name_of(total.strategy)}" for total in card.strategies]
    first = max(map(len, names))
    yield " " * first + "  " + "  ".join(heads)
    for name, total in zip(names, card.strategies, strict=True):
        counts = (total.shown, total.violated, total.missed)
        cells = "  ".join(f"{count or '·'}".rjust(width) for count, width in zip(counts, widths, strict=True))
        yield f"{name.ljust(first)}  {cells}" + (f"  {met_words(total)}" if total.met is None else "")


def _moment(number: int, worst: Worst) -> Iterator[str]:
    where = place(worst.message, worst.line)
    yield from _wrapped(f"{number}. {name_of(worst.strategy)}: {kind(worst)} ({where})", hang=3)
    for head, text in (
        (_("Customer"), f"“{_short(worst.customer)}”" if worst.customer else "–"),
        (_("Agent"), f"“{_short(worst.agent)}”"),
        (_("Why"), f"“{_one(worst.quote)}”: {worst.why}"),
        (_("Better"), worst.wording),
    ):
        yield from _wrapped(f"{head}: {text}", indent=3, hang=2)


def _message(message: Message) -> Iterator[str]:
    where = _("line {line}").format(line=message.line) if message.line else ""
    yield from _wrapped(f"{message.number}. “{_short(message.agent)}”" + (f" ({where})" if where else ""), hang=3)
    for strategy, found in message.strategies.items():
        if found.verdict is not Verdict.NONE:
            quote = f": “{_one(found.quote)}”" if found.quote else ""
            yield from _wrapped(f"{MARKS[found.verdict]} {name_of(strategy)}{quote}", indent=3, hang=2)
    for head, text in deeds(message):
        yield from _wrapped(f"{head}: {_one(text)}", indent=3, hang=2)
    if message.missed:
        wanted = ", ".join(map(name_of, message.missed))
        yield from _wrapped(f"→ {_('The moment needed')}: {wanted}", indent=3, hang=2)


def _one(text: str) -> str:
    return " ".join(text.split())


def _short(text: str) -> str:
    return textwrap.shorten(text, LONGEST, placeholder=" …")


def _wrapped(text: str, indent: int = 0, hang: int = 0) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=" " * indent, subsequent_indent=" " * (indent + hang), break_on_hyphens=False
    ) or [""]
