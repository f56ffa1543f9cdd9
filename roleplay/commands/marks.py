"""The words of a scorecard that its text and its page share."""

from __future__ import annotations

from roleplay.i18n import _, language, ngettext
from roleplay.playbook import load_playbook
from roleplay.reading import Promise
from roleplay.scorecard import Message, Scorecard, Total, Worst
from roleplay.strategies import Strategy, Verdict

MARKS = {Verdict.SHOWN: "✓", Verdict.VIOLATED: "✗", Verdict.NONE: "·"}


def name_of(strategy: Strategy) -> str:
    """A strategy's name in the program's language."""
    return load_playbook(language())[strategy].name


def title(name: str) -> str:
    """What a scorecard is headed with."""
    return _("Scorecard of {name}").format(name=name)


def about(card: Scorecard) -> str:
    """How long the call is, in which language, and who was left out."""
    count = len(card.messages)
    spoken = {"en": _("in English"), "it": _("in Italian")}[card.language]
    text = ngettext("{count} message of the agent", "{count} messages of the agent", count).format(count=count)
    left = _("left out: {names}").format(names=", ".join(card.left_out)) if card.left_out else ""
    return "; ".join(part for part in (f"{text}, {spoken}", left) if part)


def rule() -> str:
    """How conduct is scored, in two sentences."""
    return _(
        "Conduct is the share of the ten strategies that were shown and never worked against. "
        "A strategy that the call gave no chance to show does not count."
    )


def met_mark(total: Total) -> str:
    """The mark of a strategy's check over the call."""
    return {True: "✓", False: "✗", None: "·"}[total.met]


def met_words(total: Total) -> str:
    """What the mark means, in words."""
    if total.met is None:
        return _("no chance to show it")
    if total.met:
        return _("shown")
    return _("worked against") if total.violated else _("never shown, though it was due")


def place(message: int, line: int) -> str:
    """Where a message stands: its number, and its line where the file has lines."""
    if line:
        return _("message {message}, line {line}").format(message=message, line=line)
    return _("message {message}").format(message=message)


def kind(worst: Worst) -> str:
    """Whether harm was done, or something was missing."""
    return _("worked against") if worst.harm else _("missing")


def deeds(message: Message) -> list[tuple[str, str]]:
    """What a message does besides the strategies: a title each, and the words in quotation marks."""
    found: list[tuple[str, str]] = []
    if message.insult:
        found.append((_("Insult"), f"“{message.insult.quote}”"))
    found += [(_("Asked again"), f"“{hit.quote}”") for hit in message.asked_again]
    if message.options > 1:
        found.append((_("Options offered"), str(message.options)))
    found += [(_("Vague promise") if promise.vague else _("Promise"), kept(promise)) for promise in message.promises]
    if message.vague and not any(promise.vague for promise in message.promises):
        found.append((_("Vague"), f"“{message.vague.quote}”"))
    if message.handover:
        found.append((_("Handover"), f"“{message.handover.quote}”"))
    if message.context:
        found.append((_("Passed on with it"), f"“{message.context.quote}”"))
    return found


def kept(promise: Promise) -> str:
    """What is promised, who keeps it and by when: “call you back” (I, by 5 pm)."""
    more = ", ".join(part for part in (promise.who, promise.when) if part)
    return f"“{promise.what or promise.quote}”" + (f" ({more})" if more else "")
