"""A persona file as a checked model: who the customer is, what happened, and how this customer talks.

Every text in a persona is data in the persona's own language. Cues are matched without regard to case; they are
phrases, not regular expressions: ``*`` stands for the rest of a word and ``a|b`` for either word.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from roleplay.i18n import N_, _
from roleplay.strategies import Strategy


class Act(StrEnum):
    """What the customer does in one turn."""

    OPEN = "open"
    VENT = "vent"
    REPEAT = "repeat"
    ANSWER = "answer"
    TEST_PROMISE = "test_promise"
    OBJECT = "object"
    DEMAND_MANAGER = "demand_manager"
    THREATEN = "threaten"
    INSULT = "insult"
    SOFTEN = "soften"
    ACCEPT = "accept"
    DECLINE = "decline"
    THANK = "thank"
    WALK_AWAY = "walk_away"


class Reaction(StrEnum):
    """How the customer takes what was just said, before going on with the act."""

    HEARD = "heard"  # the feeling or the story was acknowledged
    APOLOGY = "apology"  # a first, sincere apology
    SORRY_AGAIN = "sorry_again"  # one apology too many
    CALM_DOWN = "calm_down"  # told to calm down, or the feeling belittled
    BLAMED = "blamed"  # told it is the customer's own fault, or argued with
    MOCKED = "mocked"  # sarcasm, condescension, insult
    ASKED_AGAIN = "asked_again"  # asked for what was already given
    BRUSHED_OFF = "brushed_off"  # "nothing I can do", "that's our policy"
    LIMIT = "limit"  # a limit was set after abuse
    LIMIT_UNPROVOKED = "limit_unprovoked"  # a limit without any abuse
    HANDOVER = "handover"  # a colleague or supervisor is brought in
    WAITED = "waited"  # the trainee took a minute
    PUZZLED = "puzzled"  # nothing in the message makes sense here
    UNKNOWN = "unknown"  # asked for something that this customer does not know
    RECORDED = "recorded"  # told that the matter is on record


class Manner(StrEnum):
    """How a customer makes a conversation hard without any ill will towards the agent."""

    INTERRUPT = "interrupt"  # cuts the agent off
    SHOUT = "shout"  # in capitals
    SARCASM = "sarcasm"
    TANGENT = "tangent"  # talks about something else
    UNFINISHED = "unfinished"  # breaks off in the middle of a sentence
    OUT_OF_REACH = "out_of_reach"  # asks for what nobody there can give
    TELL_ALL = "tell_all"  # "I'm telling everyone about this"


class Kind(StrEnum):
    """What kind of loss a need stands for; the remedy must match it (doi 10.1177/1094670513507486)."""

    MONEY = "money"
    REDO = "redo"
    ATTENTION = "attention"
    CERTAINTY = "certainty"


class Part(BaseModel):
    """A piece of a persona: frozen, and strict about unknown keys, so that a typing error is found."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=600)]
Ident = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]


def _distinct(lines: tuple[str, ...]) -> tuple[str, ...]:
    twice = {line for line in lines if lines.count(line) > 1}
    if twice:
        raise ValueError(_("the same line stands twice: {line}").format(line=min(twice)))
    return lines


Lines = Annotated[tuple[Line, ...], Field(min_length=1), AfterValidator(_distinct)]
Cues = Annotated[tuple[Line, ...], Field(min_length=1, description=N_("phrases that the trainee may use, one a line"))]


class Brief(Part):
    """What the agent knows before the call."""

    role: Text = Field(description=N_("who the trainee is in this call, in one or two sentences"))
    records: tuple[Text, ...] = Field(min_length=1, description=N_("what the agent's screen shows, one fact a line"))
    may: tuple[Text, ...] = Field(min_length=1, description=N_("what the agent may offer, one a line"))
    may_not: tuple[Text, ...] = Field(min_length=1, description=N_("what the agent may not do or promise, one a line"))
    supervisor: Text = Field(description=N_("name and role of the person who can be asked for support"))
    advice: Lines = Field(description=N_("what a good colleague would whisper, one hint a line, in order of use"))


class Fact(Part):
    """Something the customer knows and tells when asked."""

    id: Ident
    what: Text = Field(description=N_('what it is, as a noun phrase: "the date of the scan"'))
    value: Text = Field(description=N_("the figure, name or date itself, as it appears in the lines below"))
    asks: Cues = Field(description=N_("phrases with which an agent asks for it"))
    says: Lines = Field(min_length=2, description=N_("at least two lines that tell it; the second when asked again"))
    opening: bool = Field(default=False, description=N_("true when the opening line gives it already"))


class Need(Part):
    """What this customer wants out of the call."""

    id: Ident
    what: Text = Field(description=N_('the need in a few words: "the second charge taken back"'))
    kind: Kind = Field(description=N_("money, redo, attention or certainty"))
    weight: float = Field(default=1.0, ge=0.1, le=5, description=N_("a number from 0.1 to 5"))
    still: Lines = Field(min_length=3, description=N_("at least three lines that ask for it while it is unmet"))


class Remedy(Part):
    """Something an agent can offer."""

    id: Ident
    what: Text = Field(description=N_('the remedy in a few words: "reverse the second charge today"'))
    cues: Cues = Field(description=N_("phrases with which an agent offers it"))
    meets: tuple[Ident, ...] = Field(default=(), description=N_("ids of the needs that it meets; may be empty"))
    share: float = Field(default=1.0, gt=0, le=1, description=N_("how much of each need it meets, above 0 up to 1"))
    allowed: bool = Field(default=True, description=N_("false when the brief forbids it"))


class Tactic(Part):
    """A move this customer makes when things go badly."""

    act: Literal[Act.DEMAND_MANAGER, Act.THREATEN, Act.INSULT] = Field(
        description=N_("demand_manager, threaten or insult")
    )
    above: float = Field(ge=0, le=10, description=N_("the anger, 0 to 10, from which the customer does it"))
    after: int = Field(default=1, ge=0, le=30, description=N_("the turn, 0 to 30, from which the customer does it"))
    often: float = Field(default=1.0, gt=0, le=1, description=N_("how likely it is when due, above 0 up to 1"))
    times: int = Field(default=1, ge=1, le=20, description=N_("how often in one call at the most, 1 to 20"))


class Temper(Part):
    """Where the mood starts and how easily it moves."""

    anger: float = Field(ge=0, le=10, description=N_("anger at the start, 0 to 10"))
    satisfaction: float = Field(default=2, ge=0, le=10, description=N_("satisfaction at the start, 0 to 10"))
    patience: int = Field(ge=3, le=30, description=N_("turns of patience, 3 to 30"))
    heats: float = Field(
        default=1.0, ge=0.3, le=2, description=N_("how strongly bad words heat, 0.3 to 2 (1 is usual)")
    )
    cools: float = Field(
        default=1.0, ge=0.3, le=1.5, description=N_("how strongly good words cool, 0.3 to 1.5 (1 is usual)")
    )
    words: float = Field(
        default=0.5, ge=0, le=1, description=N_("0 when only deeds count for this customer, 1 when only words do")
    )


class HotButton(Part):
    """Words that this customer cannot stand."""

    id: Ident
    what: Text = Field(description=N_('what it is, in a few words: "being sent to the website"'))
    cues: Cues
    anger: float = Field(default=1.5, ge=0.2, le=3, description=N_("how much anger it adds, 0.2 to 3"))
    reacts: Lines = Field(min_length=2, description=N_("at least two lines with which the customer reacts"))


class Voice(Part):
    """How this customer talks; read by the model voice, and by the coach-author."""

    style: Text = Field(description=N_("how this customer talks, as behaviour: sentence length, words, habits"))
    habits: tuple[Text, ...] = Field(default=(), description=N_("things this customer does in a call, one a line"))
    never: tuple[Text, ...] = Field(
        default=(), description=N_("things this customer would never say or do, one a line")
    )


class Quirk(Part):
    """One manner of this customer: how often, and in which words."""

    often: float = Field(gt=0, le=0.6, description=N_("how likely it is in one turn, above 0 up to 0.6"))
    lines: Lines = Field(min_length=4, description=N_("at least four lines"))


class Ladder(Part):
    """The lines of a customer who becomes abusive, rung by rung; none of them holds a slur."""

    rude: Lines = Field(min_length=3, description=N_("at least three rude lines"))
    insulting: Lines = Field(min_length=4, description=N_("at least four lines that insult the agent"))
    threatening: Lines = Field(min_length=3, description=N_("at least three lines that threaten the agent"))
    strong: tuple[Line, ...] = Field(
        default=(), description=N_("lines in strong language, heard only with --abuse full")
    )


class Review(Part):
    """What this customer would post after the call."""

    stars: int = Field(ge=1, le=5, description=N_("1 to 5"))
    text: Text


class Reviews(Part):
    """The reviews after a good, a middling and a bad call."""

    good: Review
    mixed: Review
    bad: Review


P = TypeVar("P", Fact, Need, Remedy, HotButton)

# Acts whose lines a call may need again and again; the others are said once or twice.
MANY_LINES: dict[Act, int] = {Act.VENT: 6, Act.REPEAT: 6, Act.OBJECT: 6, Act.SOFTEN: 4, Act.TEST_PROMISE: 3}
_ALWAYS = frozenset(Act) - {Act.DEMAND_MANAGER, Act.THREATEN, Act.INSULT, Act.ANSWER}


class Card(Part):
    """The head of a persona file: what the lobby shows."""

    name: Text = Field(max_length=60, description=N_("the customer's name"))
    headline: Text = Field(max_length=120, description=N_("what happened, in one line"))
    language: Literal["en", "it"] = Field(description=N_("en or it"))
    industry: Text = Field(max_length=60, description=N_("the trade, in a word or two"))
    difficulty: int = Field(ge=1, le=5, description=N_("a whole number from 1 to 5"))
    trains: tuple[Strategy, ...] = Field(min_length=1, description=N_("the strategies that this call trains most"))


class Persona(Card):
    """One simulated customer."""

    id: Ident = Field(description=N_("the file's name without .yaml: small letters, digits, - and _"))
    setting: Text = Field(description=N_("where and how the call takes place, in one sentence"))
    overheard: bool = Field(default=False, description=N_("true when other people can hear the trainee"))
    problem: Text = Field(
        max_length=120, description=N_('what went wrong, after "about": "the double bill for your scan"')
    )
    feeling: Text = Field(max_length=60, description=N_('the feeling underneath, in a word or two: "frightened"'))
    brief: Brief
    facts: tuple[Fact, ...] = Field(min_length=3)
    needs: tuple[Need, ...] = Field(min_length=1)
    remedies: tuple[Remedy, ...] = Field(min_length=2)
    temper: Temper
    hot_buttons: tuple[HotButton, ...] = Field(min_length=1)
    tactics: tuple[Tactic, ...] = ()
    manners: dict[Manner, Quirk] = Field(default={}, description=N_("what makes the talk hard, by manner"))
    abuse: Ladder | None = Field(default=None, description=N_("the lines of a customer who becomes abusive"))
    voice: Voice
    lines: dict[Act, Lines] = Field(description=N_("lines of this customer's own for each act"))
    reactions: dict[Reaction, Lines] = Field(
        description=N_("lines with which the customer reacts, before the act's line")
    )
    wordings: dict[Strategy, Lines] = Field(
        description=N_("for each strategy, what an expert would say to this customer")
    )
    reviews: Reviews

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        for name, parts in (("facts", self.facts), ("needs", self.needs), ("remedies", self.remedies)):
            ids = [part.id for part in parts]
            if len(set(ids)) < len(ids):
                raise ValueError(_("{part}: two entries have the same id; give each its own").format(part=name))
        needs = {need.id for need in self.needs}
        met: set[str] = set()
        for remedy in self.remedies:
            if unknown := set(remedy.meets) - needs:
                text = _("remedies: {remedy} meets {need}, which is not the id of a need; write the id of one")
                raise ValueError(text.format(remedy=remedy.id, need=repr(min(unknown))))
            if remedy.allowed:
                met.update(remedy.meets)
        if unmet := [need.id for need in self.needs if need.kind is not Kind.ATTENTION and need.id not in met]:
            text = _("remedies: nothing allowed meets the need {need}; add a remedy that does")
            raise ValueError(text.format(need=unmet[0]))
        for act in Act:
            wanted = MANY_LINES.get(act, 2 if act in _ALWAYS else 0)
            if act is not Act.INSULT and any(tactic.act is act for tactic in self.tactics):
                wanted = max(wanted, 2)
            if len(self.lines.get(act, ())) < wanted:
                text = _("lines: {act} has {count} lines; write at least {least}")
                raise ValueError(text.format(act=act, count=len(self.lines.get(act, ())), least=wanted))
        if self.abuse is None and any(tactic.act is Act.INSULT for tactic in self.tactics):
            raise ValueError(_("tactics: this customer insults; write the lines under abuse, rung by rung"))
        if missing := [reaction for reaction in Reaction if reaction not in self.reactions]:
            raise ValueError(_("reactions: {name} is missing; write at least one line").format(name=missing[0]))
        if absent := [strategy for strategy in Strategy if strategy not in self.wordings]:
            raise ValueError(_("wordings: {name} is missing; write at least one line").format(name=absent[0]))
        said: set[str] = set()
        for line in self.spoken():
            if line in said:
                text = _(
                    "lines: “{line}” stands twice in this file; write another one, a customer never repeats a line"
                )
                raise ValueError(text.format(line=line))
            said.add(line)
        return self

    def __repr_args__(self) -> list[tuple[str, str]]:
        return [("id", self.id)]

    def spoken(self) -> tuple[str, ...]:
        """Every line that the scripted voice may say, in the order of the file."""
        groups = [
            *(fact.says for fact in self.facts),
            *(need.still for need in self.needs),
            *(button.reacts for button in self.hot_buttons),
            *(quirk.lines for quirk in self.manners.values()),
            *self.lines.values(),
            *self.reactions.values(),
        ]
        if self.abuse:
            groups += [self.abuse.rude, self.abuse.insulting, self.abuse.threatening, self.abuse.strong]
        return tuple(line for group in groups for line in group)

    def fact(self, id: str) -> Fact:
        """The fact with this id; KeyError when there is none."""
        return _by_id(self.facts, id)

    def need(self, id: str) -> Need:
        """The need with this id; KeyError when there is none."""
        return _by_id(self.needs, id)

    def remedy(self, id: str) -> Remedy:
        """The remedy with this id; KeyError when there is none."""
        return _by_id(self.remedies, id)

    def hot_button(self, id: str) -> HotButton:
        """The hot button with this id; KeyError when there is none."""
        return _by_id(self.hot_buttons, id)


def _by_id(parts: tuple[P, ...], id: str) -> P:
    for part in parts:
        if part.id == id:
            return part
    raise KeyError(id)
