"""``roleplay read``: JSON lines of exchanges in, JSON lines of verdicts out, in the same order."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from roleplay.cli import USAGE
from roleplay.commands.complaint import complain
from roleplay.i18n import _
from roleplay.moment import missed, read_moment
from roleplay.playbook import load_playbook
from roleplay.reading import read
from roleplay.strategies import Strategy


class Exchange(BaseModel):
    """One line of input: an agent's message, and the customer's message before it."""

    model_config = ConfigDict(extra="ignore")

    id: str | int
    lang: Literal["en", "it"] = "en"
    customer: str = ""
    agent: str


def run(options: argparse.Namespace) -> int:
    """Read each line; a line that is no exchange is named on standard error, and the others are still read."""
    try:
        if options.file == "-":
            return _read_all(io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace"))
        with Path(options.file).open(encoding="utf-8", errors="replace") as lines:
            return _read_all(lines)
    except OSError as error:
        complain(_("{path} cannot be read: {reason}").format(path=options.file, reason=error.strerror))
        return USAGE


def _read_all(lines: Iterable[str]) -> int:
    status = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            exchange = Exchange.model_validate_json(line)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            hint = _('write {"id": …, "lang": "en" or "it", "customer": "…", "agent": "…"}')
            what = f"{where}: {first['msg']}" if where else first["msg"]
            complain(_("line {number}: {what}; {hint}").format(number=number, what=what, hint=hint))
            status = USAGE
        else:
            print(json.dumps(verdicts(exchange), ensure_ascii=False), flush=True)
    return status


def verdicts(exchange: Exchange) -> dict[str, object]:
    """What one exchange comes to: a verdict with its quote for each strategy, and the tips, the first one first."""
    playbook = load_playbook(exchange.lang)
    reading = read(exchange.agent, exchange.customer, playbook)
    tips = missed(read_moment(exchange.customer, playbook), reading)
    return {
        "id": exchange.id,
        "strategies": {
            strategy: {"verdict": reading.verdict(strategy), "quote": reading.quote(strategy)} for strategy in Strategy
        },
        "tips": list(tips),
    }
