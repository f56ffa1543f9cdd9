"""What stands in the conversation for each event of a session."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from roleplay.clean import clean
from roleplay.events import AnyEvent, Ended, Joined, Judged, Said, Spoke, Support, Supported
from roleplay.i18n import _
from roleplay.strategies import Strategy
from roleplay.tui import words
from roleplay.tui.widgets.conversation import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from roleplay.persona import Persona
    from roleplay.reading import Reading

Names = dict[Strategy, tuple[str, str]]


def entries(events: Iterable[AnyEvent], persona: Persona, names: Mapping[Strategy, tuple[str, str]]) -> list[Entry]:
    """What the trainee sees of these events, in order."""
    seen: list[Entry] = []
    lines: dict[int, int] = {}
    for event in events:
        match event:
            case Said():
                lines[event.turn] = len(seen)
                text = clean(event.text)
                seen.append(Entry("trainee", text, _("You"), words.hour(event.at), marks(event.reading, names)))
            case Judged() if event.turn in lines:
                place = lines[event.turn]
                seen[place] = replace(seen[place], marks=marks(event.reading, names))
            case Spoke():
                seen.append(Entry("customer", clean(event.text), clean(persona.name), words.hour(event.at)))
            case Supported(how=Support.ADVICE):
                seen.append(Entry("advice", _("A colleague whispers: {text}").format(text=clean(event.text))))
            case Supported():
                who = supervisor(persona)
                said = _("You hand over to {name}: “{text}”").format(name=who, text=clean(event.text))
                seen.append(Entry("notice", said))
            case Joined():
                name = supervisor(persona)
                seen.append(Entry("supervisor", clean(event.text), name, words.hour(event.at)))
            case Ended():
                how = words.ending(event.ending)
                seen.append(Entry("notice", _("The call is over: {ending}.").format(ending=how)))
            case _other:
                continue
    return seen


def supervisor(persona: Persona) -> str:
    """The supervisor's name alone, without what the brief says about them."""
    return clean(re.split("[,;]", persona.brief.supervisor)[0]).strip()


def marks(reading: Reading, names: Mapping[Strategy, tuple[str, str]]) -> str:
    """What a sent line did, in glyphs and short names."""
    return "  ".join(
        f"{glyph} {names.get(strategy, (strategy.value, strategy.value))[1]}"
        for strategy in Strategy
        for glyph, found in (("✓", reading.shows(strategy)), ("✗", reading.violates(strategy)))
        if found
    )
