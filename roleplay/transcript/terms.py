"""How transcripts name speakers and fields: the words of ``prompts/transcript.yaml``."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache, lru_cache

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from roleplay.reading.sentences import fold
from roleplay.resources import shipped

LONGEST = 4
"""The most words of a speaker's label that stands in plain text."""

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[a-z]?\d+[a-z]?")


class Side(StrEnum):
    """Whose words they are."""

    AGENT = "agent"
    CUSTOMER = "customer"
    NEITHER = "neither"


class Terms(BaseModel):
    """The words by which a transcript is understood."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    agent: frozenset[str]
    customer: frozenset[str]
    neither: frozenset[str]
    greeting: frozenset[str]  # words that show a line is addressed to somebody, not said by them
    who: tuple[str, ...]  # the clearest first
    words: tuple[str, ...]
    turns: tuple[str, ...]
    call: frozenset[str]


@cache
def terms() -> Terms:
    """The shipped words."""
    return Terms.model_validate(YAML(typ="safe").load(shipped("prompts") / "transcript.yaml"))


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A field's or a speaker's name without what does not matter: "Speaker_Role" is ``speakerrole``."""
    return "".join(_WORD.findall(fold(name)))


@lru_cache(maxsize=4096)
def side_of(label: str) -> Side | None:
    """Whose label it is; None when its words do not say: "Ben (agent)", "Customer Care 2", "Ada"."""
    known, said = terms(), _words(label)
    if said & known.agent:
        return Side.AGENT
    if said & known.customer:
        return Side.CUSTOMER
    return Side.NEITHER if said & known.neither else None


@lru_cache(maxsize=4096)
def labels(text: str) -> bool:
    """Whether words before a colon are a known speaker's label, and no part of a sentence: few, and otherwise names."""
    known = terms()
    said = _WORD.findall(text)
    if not 0 < len(said) <= LONGEST or side_of(text) is None or _words(text) & known.greeting:
        return False
    terms_of_speakers = known.agent | known.customer | known.neither
    return all(
        word[0].isupper() or fold(word) in terms_of_speakers or _NUMBER.fullmatch(fold(word)) is not None
        for word in said
    )


def tells(name: str) -> Side | None:
    """Whose words a field holds: ``customer``, ``agent_reply``; None for ``customer_id``."""
    known, said = terms(), _words(name)
    side = side_of(name)
    rest = said - known.agent - known.customer
    return side if side is not Side.NEITHER and rest <= frozenset(known.words) else None


def _words(label: str) -> frozenset[str]:
    # "speakerRole" and "agent2" are two words each.
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[^\W\d_])(?=\d)", " ", label)
    return frozenset(_WORD.findall(fold(parted)))
