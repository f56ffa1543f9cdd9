"""What a reading finds: frozen models without any rule of their own."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from roleplay.persona import Act, Reaction
from roleplay.strategies import Strategy, Verdict

__all__ = ["Abuse", "Act", "By", "CaseFacts", "Finding", "Hit", "Moment", "Offer", "Promise", "Reaction", "Reading"]


class Found(BaseModel):
    """Base of all findings: frozen, so that an event can hold it for ever."""

    model_config = ConfigDict(frozen=True)


class Finding(Found):
    """The verdict on one strategy, and the words that prove it.

    ``quote`` is a substring of the message, ``message[start:end]``; empty when the verdict is ``none``.
    """

    verdict: Verdict = Verdict.NONE
    quote: str = ""
    start: int = 0
    end: int = 0


class Hit(Found):
    """A thing found in a message: which (an id), and the words that show it (a substring of the message)."""

    id: str
    quote: str
    start: int = 0


class Offer(Found):
    """A persona's remedy that the trainee offers. ``asked`` when it is only asked about ("would a refund help?")."""

    remedy: str
    quote: str
    start: int = 0
    asked: bool = False


class By(StrEnum):
    """Who is to keep a promise."""

    AGENT = "agent"  # I
    COMPANY = "company"  # we
    OTHER = "other"  # a colleague or a team
    NOBODY = "nobody"  # "someone": nobody who could be held to it
    UNSAID = ""


class Promise(Found):
    """Something the trainee undertakes ("I'll call you back by five"). ``when`` is the deadline's words, empty if none.

    ``what`` are the words of the deed ("call you back") and ``who`` those that say who does it: "I", "our billing
    team", in Italian a verb whose ending says it. ``vague`` when nobody could hold the agent to it: no concrete deed,
    or "as soon as possible", "someone will…".
    """

    quote: str
    start: int = 0
    when: str = ""
    vague: bool = False
    what: str = ""
    who: str = ""
    by: By = By.UNSAID


class CaseFacts(Found):
    """What a message does with the facts of this persona's case."""

    asked: tuple[Hit, ...] = ()  # ids of the persona's facts that are asked for
    offers: tuple[Offer, ...] = ()
    refused: tuple[Hit, ...] = ()  # ids of remedies that the message says will not come
    hot_buttons: tuple[Hit, ...] = ()  # ids of the persona's hot buttons


class Reading(Found):
    """What one agent message does: ten verdicts, and the deeds in it.

    ``slips`` are harms finer than a verdict; the id is a :class:`~roleplay.persona.Reaction` value: ``calm_down``,
    ``blamed``, ``mocked``, ``brushed_off``. ``insult`` is the trainee's own abuse of the customer.
    """

    text: str
    findings: dict[Strategy, Finding]
    case: CaseFacts = CaseFacts()
    slips: tuple[Hit, ...] = ()
    promises: tuple[Promise, ...] = ()
    question: bool = False  # asks something of substance
    vague: Hit | None = None  # "as soon as possible", "someone will call you", with nothing concrete beside it
    insult: Hit | None = None
    handover: Hit | None = None  # brings in a colleague or supervisor for this case
    farewell: bool = False  # closes the conversation
    apologies: tuple[Hit, ...] = ()  # every one of them, one a clause
    limits: tuple[Hit, ...] = ()  # every limit set, called for or not
    options: int = 0  # ways forward that are offered: 1 is an offer, 2 and more a choice
    asked: tuple[Hit, ...] = ()  # data asked for (a number, a name); the id is the same for the same thing
    context: Hit | None = None  # what goes along with a handover, so that nobody has to tell it twice
    substance: bool = True  # false for empty text, one emoji, code, another language's letters …

    def verdict(self, strategy: Strategy) -> Verdict:
        """The verdict on one strategy."""
        return self.findings[strategy].verdict

    def shows(self, strategy: Strategy) -> bool:
        """Whether the message shows the strategy."""
        return self.verdict(strategy) is Verdict.SHOWN

    def violates(self, strategy: Strategy) -> bool:
        """Whether the message works against the strategy."""
        return self.verdict(strategy) is Verdict.VIOLATED

    def quote(self, strategy: Strategy) -> str:
        """The words behind the verdict; empty when there are none."""
        return self.findings[strategy].quote


class Abuse(StrEnum):
    """The rungs of the abuse ladder."""

    NONE = "none"
    RUDE = "rude"
    INSULTING = "insulting"
    THREATENING = "threatening"


class Moment(Found):
    """What the customer's last message brings up, and so what the moment needs. Each quote is a substring of it."""

    text: str
    provocation: str = ""  # quote: anger, blame, sarcasm, shouting, impatience
    abuse: Abuse = Abuse.NONE
    abuse_quote: str = ""  # words aimed at the agent
    feeling: str = ""  # quote: a feeling or a personal loss
    failure: str = ""  # quote: the company's failure or a wait that did harm
    problem: str = ""  # quote: something that must be moved on (a problem, a question, a request)
    superior: str = ""  # quote: asks for a superior, a formal complaint, repeated failed attempts
    record: str = ""  # quote: a complaint, a promise or a repeated contact that wants a trace
    friendly: bool = False  # thanks, agreement, farewell
