"""``roleplay read``: JSON lines of exchanges in, JSON lines of verdicts out, in the same order."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections import deque
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from roleplay.cli import USAGE
from roleplay.commands.complaint import complain
from roleplay.commands.given import standard_input
from roleplay.grader import fair
from roleplay.i18n import _
from roleplay.judgement import merge
from roleplay.judgement import missed as judgement_missed
from roleplay.llm.judge import JudgeFailed, ModelJudge
from roleplay.moment import missed, read_moment
from roleplay.playbook import load_playbook
from roleplay.reading import Reading, read
from roleplay.settings import SettingsError, load_settings
from roleplay.strategies import Strategy
from roleplay.wording import fault

AT_ONCE = 4
"""Lines that are with the model at the same time."""


class Exchange(BaseModel):
    """One line of input: an agent's message, and the customer's message before it."""

    model_config = ConfigDict(extra="ignore")

    id: str | int
    lang: Literal["en", "it"] = "en"
    customer: str = ""
    agent: str


def run(options: argparse.Namespace) -> int:
    """Read each line; a line that is no exchange is named on standard error, and the others are still read.

    With ``--judge`` the connected model judges each line, too; where it fails, the local verdicts stand, and standard
    error says so.
    """
    judge: ModelJudge | None = None
    if options.judge:
        try:
            settings = load_settings(judge="on")
        except SettingsError as error:
            complain(error)
            return USAGE
        if not settings.judges:
            complain(_("no model is connected: set OPENAI_BASE_URL or OPENAI_API_KEY, and OPENAI_MODEL"))
            return USAGE
        from roleplay.llm.patience import Patience

        judge = ModelJudge(
            settings, patience=Patience.of(settings)
        )  # nobody waits at a screen: ask again as often as it helps
    if options.file == "-":
        given = standard_input()
        return USAGE if given is None else asyncio.run(_read_all(given, judge))
    with ExitStack() as stack:
        try:
            lines = stack.enter_context(Path(options.file).open(encoding="utf-8-sig", errors="replace"))
        except OSError as error:
            complain(_("{path} cannot be read: {reason}").format(path=options.file, reason=fault(error)))
            return USAGE
        return asyncio.run(_read_all(lines, judge))


async def _read_all(lines: Iterable[str], judge: ModelJudge | None) -> int:
    """Print the verdicts line by line; with a judge, a few lines are with it at the same time."""
    status = 0
    waiting: deque[tuple[int, asyncio.Task[Verdicts]]] = deque()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            exchange = Exchange.model_validate_json(line)
        except ValidationError as error:
            complain(_("line {number}: {what}; {hint}").format(number=number, what=_wrong(error), hint=_hint()))
            status = USAGE
        else:
            waiting.append((number, asyncio.create_task(_verdicts(exchange, judge))))
            if judge is None or len(waiting) >= AT_ONCE:
                await _print(*waiting.popleft())
    for each in waiting:
        await _print(*each)
    return status


async def _print(number: int, coming: asyncio.Task[Verdicts]) -> None:
    found = await coming
    if found.problem:
        complain(_("line {number}: {what}").format(number=number, what=found.problem))
    print(json.dumps(found.said, ensure_ascii=False), flush=True)


def _hint() -> str:
    return _('write {"id": …, "lang": "en" or "it", "customer": "…", "agent": "…"}')


def _wrong(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    if not first["loc"]:
        return _("this is not an exchange in JSON")
    text = _("{name} is missing") if first["type"] == "missing" else _("{name} is not what it should be")
    return text.format(name=str(first["loc"][0]))


@dataclass(frozen=True)
class Verdicts:
    """One line of output, and why the model had no part in it (empty when it had, or was not asked)."""

    said: dict[str, object]
    problem: str = ""


async def _verdicts(exchange: Exchange, judge: ModelJudge | None) -> Verdicts:
    """What one exchange comes to: a verdict with its quote for each strategy, the tips in order, and the deeds."""
    playbook = load_playbook(exchange.lang)
    reading = fair(exchange.agent, lambda line: read(line, exchange.customer, playbook))
    tips = missed(read_moment(exchange.customer, playbook), reading, playbook)
    problem = ""
    if judge is not None:
        try:
            judgement = await judge.judge(exchange.customer, exchange.agent, exchange.lang)
        except JudgeFailed as failure:
            problem = str(failure)
        else:
            reading = merge(reading, judgement)
            tips = judgement_missed(judgement, reading)
    said: dict[str, object] = {
        "id": exchange.id,
        "strategies": {
            strategy: {"verdict": reading.verdict(strategy), "quote": reading.quote(strategy)} for strategy in Strategy
        },
        "tips": list(tips),
        "deeds": _deeds(reading),
    }
    return Verdicts(said, problem)


def _deeds(reading: Reading) -> dict[str, object]:
    """What the message does beside the strategies, in its own words."""
    return {
        "apologies": [hit.quote for hit in reading.apologies],
        "limits": [hit.quote for hit in reading.limits],
        "options": reading.options,
        "promises": [promise.model_dump(mode="json", exclude={"start"}) for promise in reading.promises],
        "asked": [hit.quote for hit in reading.asked],
        "question": reading.question,
        "vague": reading.vague.quote if reading.vague else None,
        "handover": reading.handover.quote if reading.handover else None,
        "context": reading.context.quote if reading.context else None,
        "insult": reading.insult.quote if reading.insult else None,
    }
