"""``roleplay read``: JSON lines of exchanges in, JSON lines of verdicts out, in the same order."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from roleplay.cli import USAGE
from roleplay.commands.complaint import complain
from roleplay.commands.given import standard_input
from roleplay.i18n import _
from roleplay.moment import missed, read_moment
from roleplay.playbook import load_playbook
from roleplay.reading import read
from roleplay.strategies import Strategy
from roleplay.wording import fault


class Exchange(BaseModel):
    """One line of input: an agent's message, and the customer's message before it."""

    model_config = ConfigDict(extra="ignore")

    id: str | int
    lang: Literal["en", "it"] = "en"
    customer: str = ""
    agent: str


def run(options: argparse.Namespace) -> int:
    """Read each line; a line that is no exchange is named on standard error, and the others are still read."""
    if options.file == "-":
        given = standard_input()
        return USAGE if given is None else _read_all(given)
    with ExitStack() as stack:
        try:
            lines = stack.enter_context(Path(options.file).open(encoding="utf-8-sig", errors="replace"))
        except OSError as error:
            complain(_("{path} cannot be read: {reason}").format(path=options.file, reason=fault(error)))
            return USAGE
        return _read_all(lines)


def _read_all(lines: Iterable[str]) -> int:
    status = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            exchange = Exchange.model_validate_json(line)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            hint = _('write {"id": …, "lang": "en" or "it", "customer": "…", "agent": "…"}')
            what = _("this is not an exchange in JSON")
            if where := str(first["loc"][0]) if first["loc"] else "":
                missing = first["type"] == "missing"
                text = _("{name} is missing") if missing else _("{name} is not what it should be")
                what = text.format(name=where)
            complain(_("line {number}: {what}; {hint}").format(number=number, what=what, hint=hint))
            status = USAGE
        else:
            print(json.dumps(verdicts(exchange), ensure_ascii=False), flush=True)
    return status


def verdicts(exchange: Exchange) -> dict[str, object]:
    """What one exchange comes to: a verdict with its quote for each strategy, and the tips, the first one first."""
    playbook = load_playbook(exchange.lang)
    reading = read(exchange.agent, exchange.customer, playbook)
    tips = missed(read_moment(exchange.customer, playbook), reading, playbook)
    return {
        "id": exchange.id,
        "strategies": {
            strategy: {"verdict": reading.verdict(strategy), "quote": reading.quote(strategy)} for strategy in Strategy
        },
        "tips": list(tips),
    }
