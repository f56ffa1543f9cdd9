"""One session, from brief to debrief: an append-only list of events, whose state is a fold over them.

``Session`` turns what the trainee does into events and folds them at once. It does no I/O: the caller stores the events
that a method returns, and then shows them.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import reduce
from typing import Literal

from roleplay import __version__
from roleplay.customer import choose, opening
from roleplay.events import (
    Acted,
    AnyEvent,
    Caps,
    Direction,
    Drafted,
    Ended,
    Ending,
    Fate,
    Fated,
    Handing,
    Heard,
    Joined,
    Judged,
    Noted,
    Paused,
    Resumed,
    Said,
    Spoke,
    Started,
    Support,
    Supported,
    Tipped,
)
from roleplay.fate import fates
from roleplay.grader import fair
from roleplay.handover import Handover, answer, greeting, judge, received
from roleplay.judgement import Judgement, merge, missed
from roleplay.memory import Memory, remember, unmet
from roleplay.mood import Mood, Reason, first_mood, move
from roleplay.persona import Act, Persona
from roleplay.playbook import load_playbook
from roleplay.reading import Reading, read
from roleplay.strategies import Strategy, Verdict
from roleplay.voices.scene import Line, Scene


class CallOver(Exception):
    """The call has ended, or it is not the trainee's turn: nothing more can be said."""


@dataclass(frozen=True)
class Step:
    """One change of mood: the turn in which it happened, the mood after it, and its reasons."""

    turn: int
    mood: Mood
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class State:
    """Where a session stands."""

    persona: Persona
    seed: int
    started_at: datetime
    abuse: Caps
    mood: Mood
    memory: Memory = field(default_factory=Memory)
    turn: int = 0
    lines: tuple[Line, ...] = ()
    steps: tuple[Step, ...] = ()
    unanswered: Memory | None = None  # what the customer remembered before the line that they have not reacted to yet
    pending: Direction | None = None  # the customer's turn is due
    heard: str = ""  # what a model has said of it so far
    used: frozenset[str] = frozenset()  # lines of the scripted voice that were said
    tips: tuple[Tipped, ...] = ()
    fates: tuple[Fated, ...] = ()
    note: str = ""
    draft: str = ""
    advice: tuple[str, ...] = ()
    handing: str = ""  # the handover message while it is being written
    handover: str = ""
    handed_over: Handover | None = None
    paused_at: datetime | None = None
    paused_for: timedelta = timedelta()
    last_at: datetime | None = None
    ended: Ending | None = None

    @property
    def paused(self) -> bool:
        """Whether the trainee is taking a minute."""
        return self.paused_at is not None

    @property
    def answering(self) -> bool:
        """Whether it is the customer's turn: to react to the line, or to put the reaction into words."""
        return self.pending is not None or self.unanswered is not None

    @property
    def moods(self) -> tuple[Mood, ...]:
        """The mood after each customer turn, the opening first."""
        return tuple(step.mood for step in self.steps)

    @property
    def shown(self) -> frozenset[Strategy]:
        """The strategies that the sent lines have shown; a handover shows support."""
        return self._with(Verdict.SHOWN) | ({Strategy.SUPPORT} if self.handed_over else frozenset())

    @property
    def violated(self) -> frozenset[Strategy]:
        """The strategies that the sent lines have worked against."""
        return self._with(Verdict.VIOLATED)

    @property
    def last_customer(self) -> str:
        """The customer's last line, empty before the opening."""
        return next((line.text for line in reversed(self.lines) if line.who == "customer"), "")

    @property
    def readings(self) -> tuple[tuple[Line, Reading], ...]:
        """Each of the trainee's lines with what it did."""
        return tuple((line, line.reading) for line in self.lines if line.reading is not None)

    def clock(self, at: datetime) -> timedelta:
        """How long the call has lasted at this time, the minutes taken left out."""
        end = self.last_at if self.ended and self.last_at else self.paused_at or at
        return max(timedelta(), end - self.started_at - self.paused_for)

    def _with(self, verdict: Verdict) -> frozenset[Strategy]:
        return frozenset(
            strategy
            for line in self.lines
            if line.reading
            for strategy, finding in line.reading.findings.items()
            if finding.verdict is verdict
        )


def fold(events: Iterable[AnyEvent]) -> State:
    """The state after these events; ValueError when the first is not ``Started``."""
    rest = iter(events)
    first = next(rest, None)
    if not isinstance(first, Started):
        raise ValueError("a session begins with a Started event")
    start = State(
        persona=first.persona,
        seed=first.seed,
        started_at=first.at,
        abuse=first.abuse,
        mood=first_mood(first.persona),
        last_at=first.at,
    )
    return reduce(_apply, rest, start)


def _apply(state: State, event: AnyEvent) -> State:
    """The state after one more event. While the call goes on, every event is a sign of life for the clock."""
    after = _changed(state, event)
    if after.ended and state.ended:
        return after
    return replace(after, last_at=event.at)


def _changed(state: State, event: AnyEvent) -> State:
    match event:
        case Said():
            line = Line("trainee", event.text, event.turn, event.at, reading=event.reading)
            memory = remember(state.memory, event.reading, state.mood.anger, state.persona)
            return replace(state, lines=(*state.lines, line), memory=memory, unanswered=state.memory, draft="")
        case Judged():
            return _judged(state, event)
        case Acted():
            step = Step(event.turn, event.mood, event.reasons)
            memory = _after_act(state.memory, event.direction)
            return replace(
                state,
                mood=event.mood,
                steps=(*state.steps, step),
                memory=memory,
                turn=event.turn,
                unanswered=None,
                pending=event.direction,
                heard="",
            )
        case Heard():
            return replace(state, heard=state.heard + event.text)
        case Spoke():
            line = Line(
                "customer",
                event.text,
                event.turn,
                event.at,
                voice=event.voice,
                takeover=event.takeover,
                direction=state.pending,
            )
            return replace(
                state,
                lines=(*state.lines, line),
                pending=None,
                heard="",
                used=state.used | {said for said in state.persona.spoken() if said in event.text},
            )
        case Tipped():
            return replace(state, tips=(*state.tips, event))
        case Fated():
            return replace(state, fates=(*state.fates, event))
        case Drafted():
            return replace(state, draft=event.text)
        case Noted():
            return replace(state, note=event.text)
        case Handing():
            return replace(state, handing=event.text)
        case Paused():
            return replace(state, paused_at=state.paused_at or event.at)
        case Resumed():
            return _back(state, event.at)
        case Supported(how=Support.ADVICE):
            return replace(state, advice=(*state.advice, event.text))
        case Supported():
            handed = judge(event.text, state.memory, state.mood, state.persona)
            return replace(state, handover=event.text, handed_over=handed)
        case Joined():
            return replace(state, lines=(*state.lines, Line("supervisor", event.text, event.turn, event.at)))
        case Ended():
            return replace(state, ended=event.ending, pending=None, unanswered=None)
        case Started():
            raise ValueError("a session starts only once")


def _judged(state: State, event: Judged) -> State:
    """Other verdicts for a line. While the customer has not reacted to it, these are what is remembered of it."""
    lines = tuple(
        replace(line, reading=event.reading, missed=event.missed)
        if line.reading is not None and line.turn == event.turn
        else line
        for line in state.lines
    )
    after = replace(state, lines=lines)
    if state.unanswered is None:
        return after
    memory = remember(state.unanswered, event.reading, state.mood.anger, state.persona)
    return replace(after, memory=memory.model_copy(update={"waited": state.memory.waited}))


def _after_act(memory: Memory, direction: Direction) -> Memory:
    reactions = (*memory.reactions, direction.reaction) if direction.reaction else memory.reactions
    return memory.model_copy(
        update={
            "acts": (*memory.acts, direction.act),
            "manners": (*memory.manners, direction.manner) if direction.manner else memory.manners,
            "reactions": reactions,
            "told": (*memory.told, *direction.facts),
            "accepted": direction.act in (Act.ACCEPT, Act.THANK),
        }
    )


def _back(state: State, at: datetime) -> State:
    """Back from a minute; or from an interruption, which takes the time since the last event out of the clock."""
    if state.paused_at:
        memory = state.memory.model_copy(update={"waited": True})
        return replace(state, paused_at=None, paused_for=state.paused_for + (at - state.paused_at), memory=memory)
    away = at - state.last_at if state.last_at else timedelta()
    return replace(state, paused_for=state.paused_for + away)


class Session:
    """A session as it goes on. Each method returns the events that it made, already folded into ``state``."""

    def __init__(self, id: str, events: Iterable[AnyEvent]) -> None:
        self.id = id
        self.events = list(events)
        self.state = fold(self.events)

    @classmethod
    def start(cls, persona: Persona, *, seed: int, at: datetime, abuse: Caps = Caps.MILD) -> Session:
        """A new session, whose only event is its start; ``abuse`` caps the customer's language."""
        return cls(uuid.uuid4().hex, [Started(at=at, persona=persona, seed=seed, version=__version__, abuse=abuse)])

    @classmethod
    def of(cls, id: str, events: Iterable[AnyEvent]) -> Session:
        """The session that these events tell; ValueError when they do not begin with its start."""
        return cls(id, events)

    def open(self, at: datetime) -> list[AnyEvent]:
        """The customer opens the call; ``scene`` then holds what the voice must say."""
        return self._add(Acted(at=at, turn=0, mood=self.state.mood, direction=opening(self.state.persona)))

    def read(self, draft: str) -> Reading:
        """What the draft does, read against the customer's last line."""
        state = self.state
        playbook = load_playbook(state.persona.language)
        abused = state.memory.provoked
        return fair(draft, lambda line: read(line, state.last_customer, playbook, state.persona, abused=abused))

    def say(self, line: str, at: datetime) -> list[AnyEvent]:
        """The trainee says a line; the customer's mood moves and the next act is chosen.

        Raises CallOver when the call has ended or the customer's turn is not over.
        """
        return self.send(line, at) + self.act(at)

    def send(self, line: str, at: datetime) -> list[AnyEvent]:
        """The trainee says a line, and it is read; the customer has not reacted yet. CallOver as with ``say``."""
        before = self.state
        if before.ended or before.answering:
            raise CallOver
        reading = self.read(line)
        added = self._decide(fates(self._undecided(), reading, before.memory, before.persona), at)
        return added + self._add(Said(at=at, turn=before.turn + 1, text=line, reading=reading))

    def judged(self, judgement: Judgement, turn: int, at: datetime) -> list[AnyEvent]:
        """A model has judged the line of this turn. In time, the customer reacts to that; later, only verdicts change.

        No event when the call has ended or there is no such line.
        """
        reading = next((reading for line, reading in self.state.readings if line.turn == turn), None)
        if reading is None or self.state.ended:
            return []
        merged = merge(reading, judgement)
        return self._add(Judged(at=at, turn=turn, reading=merged, missed=missed(judgement, merged)))

    def act(self, at: datetime) -> list[AnyEvent]:
        """The customer reacts to the line: the mood moves, and the act is chosen. CallOver when there is no such line.

        The events before decide all of it, so that a call which was cut off here goes on as it would have.
        """
        before = self.state
        if before.unanswered is None:
            raise CallOver
        line, reading = before.readings[-1]
        mood, reasons = move(before.mood, reading, before.unanswered, before.persona)
        direction = choose(
            before.persona,
            before.unanswered,
            before.memory,
            before.mood,
            mood,
            reading,
            random.Random(f"{before.seed}:{line.turn}"),
            before.abuse,
        )
        return self._add(Acted(at=at, turn=line.turn, mood=mood, reasons=reasons, direction=direction))

    def scene(self) -> Scene:
        """What the voice must put into words now; CallOver when no customer turn is due."""
        state = self.state
        if state.pending is None:
            raise CallOver
        told = tuple(fact.id for fact in state.persona.facts if state.memory.knows(fact.id, state.persona))
        return Scene(
            persona=state.persona,
            direction=state.pending,
            lines=state.lines,
            seed=state.seed,
            turn=state.turn,
            heard=state.heard,
            told=told,
            times_told={id: state.memory.told.count(id) for id in set(state.memory.told)},
            used=state.used,
        )

    def hear(self, piece: str, at: datetime) -> list[AnyEvent]:
        """A piece of the customer's words arrived from a model."""
        return self._add(Heard(at=at, turn=self.state.turn, text=piece))

    def spoke(
        self,
        text: str,
        *,
        voice: Literal["scripted", "model"],
        at: datetime,
        takeover: bool = False,
    ) -> list[AnyEvent]:
        """The customer's line is complete; the call ends with it when the act was the last."""
        direction = self.state.pending
        spoke = Spoke(at=at, turn=self.state.turn, text=text, voice=voice, takeover=takeover)
        added = self._add(spoke)
        if direction and direction.act is Act.THANK:
            added += self._end(Ending.RESOLVED, at)
        elif self.state.handed_over:
            added += self._end(Ending.HANDED_OVER, at)
        elif direction and direction.act is Act.WALK_AWAY:
            added += self._end(Ending.WALKED_AWAY, at)
        return added

    def tipped(self, strategy: Strategy, tip: str, quote: str, at: datetime) -> list[AnyEvent]:
        """The trainee saw a tip."""
        return self._add(Tipped(at=at, turn=self.state.turn, strategy=strategy, tip=tip, quote=quote))

    def dismissed(self, tip: str, at: datetime) -> list[AnyEvent]:
        """The trainee put a tip away; no event when no such tip stands in this turn."""
        there = {each.tip for each in self._undecided()}
        return self._decide({tip: Fate.DISMISSED}, at) if tip in there else []

    def drafted(self, text: str, at: datetime) -> list[AnyEvent]:
        """What stands in the draft box; no event when it is kept already."""
        return [] if text == self.state.draft else self._add(Drafted(at=at, text=text))

    def noted(self, text: str, at: datetime) -> list[AnyEvent]:
        """The case note as it stands now; no event when it is kept already."""
        return [] if text == self.state.note else self._add(Noted(at=at, text=text))

    def handing(self, text: str, at: datetime) -> list[AnyEvent]:
        """The handover message as it stands now; no event when it is kept already."""
        return [] if text == self.state.handing else self._add(Handing(at=at, text=text))

    def pause(self, at: datetime) -> list[AnyEvent]:
        """The trainee takes a minute; no event when the call is over or paused already."""
        return [] if self.state.paused or self.state.ended else self._add(Paused(at=at))

    def resume(self, at: datetime) -> list[AnyEvent]:
        """The trainee is back from a minute or from an interruption; no event when the call is over."""
        return [] if self.state.ended else self._add(Resumed(at=at))

    def support(self, how: Support, text: str, at: datetime) -> list[AnyEvent]:
        """The trainee asks for support. After a handover the supervisor joins, the customer answers, and the call ends.

        CallOver when the call has ended; before a handover also when the customer speaks, or the message is empty.
        """
        state = self.state
        if state.ended or (how is Support.HANDOVER and (state.answering or not text.strip())):
            raise CallOver
        turn = state.turn + 1
        added = self._add(Supported(at=at, turn=state.turn, how=how, text=text))
        handed = self.state.handed_over
        if how is Support.ADVICE or handed is None:
            return added
        helped = {each.tip: each.strategy is Strategy.SUPPORT for each in self._undecided()}
        added += self._decide({tip: Fate.USED if used else Fate.IGNORED for tip, used in helped.items()}, at)
        mood, reasons = received(handed, state.mood)
        direction = answer(handed, mood)
        added += self._add(Joined(at=at, turn=turn, text=greeting(handed, state.persona, state.seed)))
        return added + self._add(Acted(at=at, turn=turn, mood=mood, reasons=reasons, direction=direction))

    def advice(self) -> str:
        """What a colleague would whisper now: the persona's hints in order, but none that the call has gone past."""
        state, hints = self.state, self.state.persona.brief.advice
        memory = state.memory
        past = bool(memory.acknowledged) + bool(memory.apologies) + bool(memory.offered)
        if not unmet(memory, state.persona):
            past = len(hints) - 1
        return hints[min(max(len(state.advice), past), len(hints) - 1)]

    def end(self, at: datetime) -> list[AnyEvent]:
        """The trainee ends the call; no event when it is over. In order when it was settled, or limits were ignored."""
        state = self.state
        if state.ended:
            return []
        if state.memory.accepted:
            return self._end(Ending.RESOLVED, at)
        ignored = state.memory.limits >= 2 and state.memory.provoked
        return self._end(Ending.CLOSED if ignored else Ending.HUNG_UP, at)

    def _undecided(self) -> list[Tipped]:
        """The tips of this turn that nothing has become of yet."""
        turn = self.state.turn
        done = {fated.tip for fated in self.state.fates if fated.turn == turn}
        return [tip for tip in self.state.tips if tip.turn == turn and tip.tip not in done]

    def _decide(self, became: Mapping[str, Fate], at: datetime) -> list[AnyEvent]:
        turn, added = self.state.turn, list[AnyEvent]()
        strategies = {tip.tip: tip.strategy for tip in self._undecided()}
        for tip, fate in became.items():
            added += self._add(Fated(at=at, turn=turn, strategy=strategies[tip], tip=tip, fate=fate))
        return added

    def _end(self, ending: Ending, at: datetime) -> list[AnyEvent]:
        return self._add(Ended(at=at, turn=self.state.turn, ending=ending))

    def _add(self, event: AnyEvent) -> list[AnyEvent]:
        self.state = _apply(self.state, event)
        self.events.append(event)
        return [event]
