"""What becomes of a tip once the line is sent: used or ignored. A dismissal is the trainee's own, and comes before.

Agent-assist tools that measure nothing but "shown" cannot tell a good prompt from a nuisance; what is advised in the
trade is to count, for each kind of tip, how often it is overridden, and how often it is accepted but not acted on
(ccplanning.net, in the research notes on training systems). Hence a fate is read from what was sent, not from a click.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from roleplay.events import Fate, Tipped
from roleplay.harms import harms
from roleplay.memory import Memory
from roleplay.persona import Persona
from roleplay.reading import Reading
from roleplay.strategies import Strategy


def fates(tips: Iterable[Tipped], sent: Reading, memory: Memory, persona: Persona) -> Mapping[str, Fate]:
    """The fate of each tip of a turn, by its key, now that this line was sent; ``memory`` is that before the line.

    A need is used when the line shows the strategy, a warning when the harm is gone and its strategy not violated.
    """
    done = {harm.code for harm in harms(sent, memory, persona)}
    return {tip.tip: Fate.USED if _used(tip, sent, done) else Fate.IGNORED for tip in tips}


def _used(tip: Tipped, sent: Reading, done: set[str]) -> bool:
    code, warning, _quote = tip.tip.partition(":")
    if warning:
        return code not in done and not sent.violates(tip.strategy)
    return meets(sent, tip.strategy)


def meets(message: Reading, strategy: Strategy) -> bool:
    """Whether the message gives what a tip for this strategy asks for: to offer a remedy is a solution, too."""
    if strategy is Strategy.SOLUTIONS and message.case.offers:
        return True
    return message.shows(strategy) or (strategy is Strategy.SUPPORT and message.handover is not None)
