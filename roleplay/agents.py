"""Scripted agents, from expert to rude: data that can play a call with any persona, to see what the persona is like.

They are what a coach-author tries a persona on before a trainee meets it. Same persona, agent and seed: same call.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from ruamel.yaml import YAML

from roleplay.events import Ending
from roleplay.memory import unmet
from roleplay.persona import Act, Kind, Persona, Remedy
from roleplay.playbook import load_playbook
from roleplay.reading import read
from roleplay.resources import shipped
from roleplay.session import Session, State
from roleplay.strategies import Strategy
from roleplay.voices.scripted import words

MOST_TURNS = 25
"""The trainee's lines after which a call that does not end is given up."""
HOT = 6.0
"""Anger above which a good agent goes on listening rather than offer something."""
START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
GOOD = frozenset({Ending.RESOLVED})


class Sheet(BaseModel):
    """A part of the agents' file: frozen, and strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Rule(Sheet):
    """What an agent says when a moment has come."""

    when: Literal["closing", "insulted", "opening", "hot", "asked", "open", "settled", "always"]
    say: tuple[str, ...] = Field(min_length=1)


class Agent(Sheet):
    """One agent: how good (tier 1 to 4), rules of which the first that is due is taken, and how often it slips."""

    tier: int = Field(ge=1, le=4)
    rules: tuple[Rule, ...] = Field(min_length=1)
    slips: float = Field(default=0.0, ge=0, le=1)
    slip: tuple[str, ...] = ()


class Agents(Sheet):
    """The agents of one language, from best to worst, and their words."""

    agents: dict[str, Agent]
    offers: tuple[str, ...]
    lines: dict[str, tuple[str, ...]]


@cache
def load_agents(language: str) -> Agents:
    """The agents who speak ``en`` or ``it``."""
    return Agents.model_validate(YAML(typ="safe").load(shipped("prompts") / "agents" / f"{language}.yaml"))


class Player:
    """An agent in one call: knows which words it has used."""

    def __init__(self, name: str, persona: Persona, seed: int) -> None:
        self._sheet = load_agents(persona.language)
        self._agent = self._sheet.agents[name]
        self._persona = persona
        self._rng = random.Random(f"{seed}:{name}")
        self._used: Counter[str] = Counter()

    def line(self, state: State) -> str:
        """What the agent says now."""
        if self._agent.slip and not state.memory.accepted and self._rng.random() < self._agent.slips:
            say = self._agent.slip
        else:
            say = next(rule.say for rule in self._agent.rules if _due(rule.when, state))
        return " ".join(part for name in say if (part := self._part(name, state)))

    def _part(self, name: str, state: State) -> str:
        if name == "offer":
            return self._offer(state, unmet(state.memory, self._persona))
        if name == "money":
            return self._offer(state, [need.id for need in self._persona.needs if need.kind is Kind.MONEY])
        if name in self._sheet.lines:
            return self._next(name, self._sheet.lines[name])
        return self._next(name, self._persona.wordings[Strategy(name)])

    def _offer(self, state: State, needs: list[str]) -> str:
        """The best remedy for the first of these needs that has one; any remedy where none of them has."""
        allowed = [remedy for remedy in self._persona.remedies if remedy.allowed]
        fitting = [remedy for id in needs for remedy in sorted(allowed, key=lambda r: -r.share) if id in remedy.meets]
        fresh = [remedy for remedy in fitting if remedy.id not in state.memory.offered]
        remedy = (fresh or fitting or allowed)[0]
        return offer_of(self._persona, remedy, self._used["offer"])

    def _next(self, name: str, lines: tuple[str, ...]) -> str:
        self._used[name] += 1
        return lines[(self._used[name] - 1) % len(lines)]


@cache
def _wordings_that_offer(persona_id: str, persona: _Key) -> dict[str, str]:
    found: dict[str, str] = {}
    playbook = load_playbook(persona.persona.language)
    for strategy in (Strategy.SOLUTIONS, Strategy.POSITIVE, Strategy.DOCUMENT):
        for wording in persona.persona.wordings[strategy]:
            for offer in read(wording, "", playbook, persona.persona).case.offers:
                found.setdefault(offer.remedy, wording)
    return found


def offer_of(persona: Persona, remedy: Remedy, number: int) -> str:
    """Words that offer this remedy: the persona's own wording if there is one, else the remedy's name in a sentence."""
    if own := _wordings_that_offer(persona.id, _Key(persona)).get(remedy.id):
        return own
    sheet, playbook = load_agents(persona.language), load_playbook(persona.language)
    plain = [cue for cue in remedy.cues if cue.replace(" ", "").replace("'", "").isalpha()]
    for what in (remedy.what, *plain):
        text = sheet.offers[number % len(sheet.offers)].replace("{what}", what)
        if any(offer.remedy == remedy.id for offer in read(text, "", playbook, persona).case.offers):
            return text
    return sheet.offers[0].replace("{what}", remedy.what)


class _Key:
    """A persona as a key: by identity, for it is long."""

    def __init__(self, persona: Persona) -> None:
        self.persona = persona

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.persona is self.persona

    def __hash__(self) -> int:
        return id(self.persona)


def _due(when: str, state: State) -> bool:
    memory = state.memory
    last = memory.acts[-1] if memory.acts else Act.OPEN
    return {
        "closing": memory.accepted,
        "insulted": last is Act.INSULT,
        "opening": memory.turn == 0,
        "hot": state.mood.anger > HOT,
        "asked": last is Act.DEMAND_MANAGER and not memory.handover,
        "open": bool(unmet(memory, state.persona)),
        "settled": not unmet(memory, state.persona),
        "always": True,
    }[when]


@dataclass(frozen=True)
class Trial:
    """How one agent fared in one call."""

    agent: str
    seed: int
    ending: Ending
    turns: int
    anger: float
    satisfaction: float
    leaked: int  # facts told before they were asked for
    vague: int  # vague promises that the customer accepted
    curve: tuple[float, ...]  # anger after each customer turn

    @property
    def good(self) -> bool:
        """Whether the call ended well."""
        return self.ending in GOOD

    @property
    def mood(self) -> float:
        """The mood at the end in one figure: satisfaction less anger, -10 to 10."""
        return self.satisfaction - self.anger


def try_agent(persona: Persona, agent: str, seed: int, turns: int = MOST_TURNS) -> Trial:
    """Play one call and look at it."""
    session = play(persona, agent, seed, turns)
    state = session.state
    said = ""
    leaked = set[str]()
    asked = set[str]()
    for line in state.lines:
        if line.reading:
            asked.update(hit.id for hit in line.reading.case.asked)
            continue
        said = line.text.casefold()
        hidden = [fact for fact in persona.facts if not fact.opening and fact.id not in asked]
        leaked.update(fact.id for fact in hidden if fact.value.casefold() in said)
    acts = state.memory.acts
    vague = sum(1 for line, reading in state.readings if reading.vague and acts[line.turn] in (Act.ACCEPT, Act.THANK))
    return Trial(
        agent=agent,
        seed=seed,
        ending=state.ended or Ending.HUNG_UP,
        turns=state.turn,
        anger=state.mood.anger,
        satisfaction=state.mood.satisfaction,
        leaked=len(leaked),
        vague=vague,
        curve=tuple(mood.anger for mood in state.moods),
    )


def play(persona: Persona, agent: str, seed: int, turns: int = MOST_TURNS) -> Session:
    """The session of an agent with a persona: it ends by itself, or is given up after so many turns."""
    ticks = _ticks()
    session = Session.start(persona, seed=seed, at=next(ticks))
    player = Player(agent, persona, seed)
    session.open(next(ticks))
    session.spoke(words(session.scene()), voice="scripted", at=next(ticks))
    for _ in range(turns):
        if session.state.ended:
            break
        session.say(player.line(session.state), next(ticks))
        session.spoke(words(session.scene()), voice="scripted", at=next(ticks))
    session.end(next(ticks))
    return session


def _ticks() -> Iterator[datetime]:
    at = START
    while True:
        yield at
        at += timedelta(seconds=15)
