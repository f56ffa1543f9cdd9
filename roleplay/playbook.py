"""The playbook: what the ten strategies are called in one language, and the cues by which a reading finds them.

A cue is a phrase in small letters, one a line; ``#`` at the start of a line begins a comment. Its marks:

- ``apolog*`` is the rest of a word, ``late|slow`` either word, ``...`` a gap of up to four words;
- ``(at once|now)`` is one of several phrases, ``(at once|now)?`` one of them or nothing;
- ``<will>`` is one phrase of the list ``words: will``, ``{n}`` a word that begins with a digit;
- ``^`` binds to the beginning of a clause, ``$`` at the end of the cue to the end of a clause;
- ``?`` or ``!`` at the end, after a space or a word: only in a sentence that asks or that exclaims.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from roleplay.resources import shipped
from roleplay.strategies import Strategy

LANGUAGES = ("en", "it")
_CLASS = re.compile(r"<([^<>]*)>")


class PlaybookError(ValueError):
    """A playbook cannot be used. The message is one line: the file, the place in it, and what is wrong."""


def _lines(value: object) -> object:
    """A block of text as its lines, without comments and empty lines; anything else is left to the type check."""
    if not isinstance(value, str):
        return value
    return tuple(line.strip() for line in value.splitlines() if line.strip() and not line.lstrip().startswith("#"))


Cues = Annotated[tuple[str, ...], BeforeValidator(_lines)]
Wanted = Annotated[Cues, Field(min_length=1)]


class Section(BaseModel):
    """A part of a playbook: frozen, and strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Entry(Section):
    """One strategy: its names, what counts as showing it, and its cues."""

    name: str = Field(min_length=1)
    short: str = Field(min_length=1, max_length=12, description="the name for a narrow panel")
    counts: str = Field(min_length=1, description="what counts, in one line")
    shown: Cues = ()
    violated: Cues = ()
    not_shown: Cues = Field(default=(), description="phrases that hold a cue of `shown` but do not count")
    not_violated: Cues = Field(default=(), description="phrases that hold a cue of `violated` but do no harm")


class Slips(Section):
    """Harms finer than a verdict."""

    calm_down: Wanted
    blamed: Wanted
    mocked: Wanted
    brushed_off: Wanted
    cold: Cues = Field(default=(), description="what says that nobody cares: it brushes off, and orders no calm")


class Scope(Section):
    """What takes the force out of a cue."""

    negators: Wanted
    not_negating: Cues = Field(default=(), description="phrases in which a negator denies nothing")
    breaks: Wanted = Field(description="words at which the reach of a negator ends")
    hypothetical: Wanted
    reported: Wanted = Field(description="what brings in the customer's own words or wishes")
    refused_after: Wanted = Field(description="what refuses the thing that was named just before")
    sarcasm: Wanted
    interjections: Wanted = Field(description="openings that, with a shouted word of degree, mark sarcasm")
    degrees: Wanted


class Questions(Section):
    """How a message asks."""

    starts: Wanted = Field(description="how a question begins when its mark is missing")
    requests: Wanted = Field(description="how something is asked for")
    routine: Wanted = Field(description="questions for identity, routing or consent, and bare openers")
    rhetorical: Wanted
    offers: Wanted = Field(description="how a deed is offered by a question")
    data: Wanted = Field(description="words that ask for a thing which a customer knows or does not know")
    mirrors: Cues = Field(
        default=(), description="how the customer's story is taken up; counts with a word that the customer has used"
    )
    opens: Cues = Field(default=(), description="polite openings of a real question, which offer nothing")


class Promises(Section):
    """How an agent undertakes something."""

    will: Wanted
    not_promise: Cues = ()
    when: Wanted
    vague: Wanted
    nobody: Wanted = Field(description="subjects that nobody could hold to it")


class Answers(Section):
    """How an answer to a question is told from a formula."""

    formulas: Wanted = Field(description="sentences that carry no information about the case")
    ignorance: Wanted = Field(description="the agent does not know, or will not say")
    substance: Wanted = Field(description="words that make a short sentence an answer")
    short: Cues = Field(default=(), description="answers that need no more words: 'you can', 'it is'")
    reports: Cues = Field(default=(), description="deeds and states of the case, reported in whatever voice")
    figures: Cues = Field(default=(), description="numbers and times in words; they tell something when they are new")
    facts: Cues = Field(default=(), description="what tells a customer who wants something how the matter stands")


class Given(Section):
    """A thing that customers give and agents ask for."""

    asks: Wanted
    gave: Wanted
    advice: bool = Field(default=False, description="`asks` is advice that the customer has already followed")


class Letters(Section):
    """How to know the language."""

    common: Wanted = Field(description="frequent words of this language")
    foreign: Wanted = Field(description="frequent words of other languages, none of which is a word of this one")
    abbreviations: Wanted = Field(description="words whose full stop ends no sentence")
    typos: Cues = Field(default=(), description="a short word as it is mistyped, and the word that is meant")


class CustomerCues(Section):
    """What a customer's message brings up."""

    provocation: Wanted
    rude: Wanted
    insulting: Wanted
    threatening: Wanted
    not_abuse: Cues = ()
    feeling: Wanted
    failure: Wanted
    problem: Wanted
    asks: Wanted
    superior: Wanted
    record: Wanted
    friendly: Wanted
    refused: Wanted = Field(description="what stands before the thing that the customer does not want")
    stops: Cues = Field(default=(), description="what the customer does not want; its own words name the thing")
    unfinished: Cues = Field(default=(), description="words with which nobody ends: the customer was cut off")


class Details(Section):
    """What is taken from a message beside the verdicts; without cues nothing is."""

    will: Cues = Field(default=(), description="promises beside those of the section promises")
    self: Cues = Field(default=(), description="the agent undertakes it")
    ours: Cues = Field(default=(), description="the company undertakes it")
    self_verbs: Cues = Field(default=(), description="verbs whose ending says that the agent undertakes it")
    our_verbs: Cues = Field(default=(), description="verbs whose ending says that the company undertakes it")
    other: Cues = Field(default=(), description="a colleague or a team undertakes it")
    nobody: Cues = Field(default=(), description="nobody could be held to it")
    begins: Cues = Field(default=(), description="words after which the deed stands")
    links: Cues = Field(default=(), description="words that join two promises")
    offering: Cues = Field(default=(), description="how something is offered")
    choice: Cues = Field(default=(), description="words between two options")
    no_choice: Cues = Field(default=(), description="phrases that hold a cue of `choice` but part no options")
    both: Cues = Field(default=(), description="words that open the first of two options")
    two: Cues = ()
    three: Cues = ()
    four: Cues = ()
    context: Cues = Field(default=(), description="what tells that the story goes along with a handover")


class Playbook(Section):
    """The ten strategies in one language, with their cues."""

    language: str
    strategies: dict[Strategy, Entry]
    slips: Slips
    insult: Wanted
    farewell: Wanted
    limit: Wanted = Field(description="limits that need no abuse to be called limits; unprovoked they do harm")
    guarded: Cues = Field(default=(), description="limits in words that mark one only when the customer was abusive")
    handover: Wanted = Field(description="who can take a call over: a superior or a colleague")
    scope: Scope
    questions: Questions
    promises: Promises
    answers: Answers
    given: tuple[Given, ...]
    customer: CustomerCues
    letters: Letters
    words: dict[str, Cues]
    details: Details = Details()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if absent := [strategy for strategy in Strategy if strategy not in self.strategies]:
            raise ValueError(f"strategies: {absent[0]} is missing")
        for cue in _phrases(self):
            for name in _CLASS.findall(cue):
                if name not in self.words:
                    raise ValueError(f"the cue {cue!r} uses <{name}>, which is not in the section words")
            if cue.count("(") != cue.count(")") or cue.count("<") != cue.count(">"):
                raise ValueError(f"the cue {cue!r} cannot be read")
        return self

    def __getitem__(self, strategy: Strategy) -> Entry:
        """The entry of one strategy."""
        return self.strategies[strategy]


def _phrases(part: object) -> list[str]:
    """Every cue inside a part of a playbook."""
    if isinstance(part, tuple) and all(isinstance(line, str) for line in part):
        return list(part)
    if isinstance(part, BaseModel):
        return [cue for _, value in part for cue in _phrases(value)]
    if isinstance(part, dict | tuple):
        return [cue for value in (part.values() if isinstance(part, dict) else part) for cue in _phrases(value)]
    return []


def read_playbook(path: Path) -> Playbook:
    """The playbook in this file.

    Raises:
        PlaybookError: the file cannot be read, is no YAML, or lacks something.
    """
    try:
        return Playbook.model_validate(YAML(typ="safe").load(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise PlaybookError(f"{path}: cannot be read: {error}") from error
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" line {mark.line + 1}:" if mark is not None else ""
        raise PlaybookError(f"{path}:{where} not valid YAML: {getattr(error, 'problem', error)}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise PlaybookError(
            f"{path}: {where + ': ' if where else ''}{first['msg'].removeprefix('Value error, ')}"
        ) from error


@functools.cache
def load_playbook(language: str) -> Playbook:
    """The shipped playbook of a language, ``en`` or ``it``.

    Raises:
        PlaybookError: there is none for the language, or it is broken.
    """
    if language not in LANGUAGES:
        raise PlaybookError(f"no playbook for the language {language!r}; there are {' and '.join(LANGUAGES)}")
    return read_playbook(shipped("prompts") / "playbook" / f"{language}.yaml")
