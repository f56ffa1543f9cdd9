"""``roleplay personas try``: how the scripted agents fare with each persona, in a table."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from roleplay.agents import Trial, load_agents, try_agent
from roleplay.clean import clean
from roleplay.cli import USAGE
from roleplay.commands.complaint import complain
from roleplay.i18n import _
from roleplay.library import PersonaError, files, load
from roleplay.persona import Persona

_BARS = "▁▂▃▄▅▆▇█"


def try_all(names: Sequence[str], own: Path, *, seeds: int, as_json: bool) -> int:
    """Play every agent with every persona and print what came of it; status 2 when a persona cannot be used."""
    try:
        personas = [load(name, own) for name in names or sorted(files(own))]
    except PersonaError as error:
        complain(error)
        return USAGE
    for persona in personas:
        if not as_json:
            print(clean(f"{persona.id}  {persona.name}: {persona.headline} ({persona.difficulty})"))
            print(_("agent        good  turns  anger  satisfied  leaked  anger over the turns"))
        for agent in load_agents(persona.language).agents:
            trials = list(_trials(persona, agent, seeds))
            if as_json:
                for trial in trials:
                    result = {"persona": persona.id, **asdict(trial), "good": trial.good}
                    print(json.dumps(result, ensure_ascii=False), flush=True)
            else:
                print(row(agent, trials), flush=True)
        if not as_json:
            print()
    return 0


def _trials(persona: Persona, agent: str, seeds: int) -> Iterator[Trial]:
    """The calls of one agent; a person who waits sees how far it is."""
    for seed in range(seeds):
        yield try_agent(persona, agent, seed)
        if sys.stderr.isatty():
            print(f"\r{persona.id} {agent} {seed + 1}/{seeds}\x1b[K", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def row(agent: str, trials: Sequence[Trial]) -> str:
    """One agent in a line: good endings, turns, mood at the end, facts leaked, and the anger as a sparkline."""
    good = 100 * sum(trial.good for trial in trials) / len(trials)
    turns = statistics.mean(trial.turns for trial in trials)
    anger = statistics.mean(trial.anger for trial in trials)
    satisfied = statistics.mean(trial.satisfaction for trial in trials)
    leaked = sum(trial.leaked for trial in trials)
    return f"{agent:12} {good:3.0f}%  {turns:5.1f}  {anger:5.1f}  {satisfied:9.1f}  {leaked:6}  {curve(trials)}"


def curve(trials: Sequence[Trial]) -> str:
    """The mean anger after each turn as a sparkline from 0 to 10, as far as half of the calls went."""
    lengths = sorted(len(trial.curve) for trial in trials)
    reach = lengths[len(lengths) // 2]
    means = [statistics.mean(trial.curve[turn] for trial in trials if len(trial.curve) > turn) for turn in range(reach)]
    return "".join(_BARS[min(7, int(mean / 10 * 8))] for mean in means)
