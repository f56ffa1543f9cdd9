"""The ten strategies for handling a difficult customer, and what a message can do with each."""

from __future__ import annotations

from enum import StrEnum


class Strategy(StrEnum):
    """One of the ten strategies, in the order in which a training teaches them."""

    CALM = "calm"
    LISTEN = "listen"
    EMPATHY = "empathy"
    APOLOGIZE = "apologize"
    SOLUTIONS = "solutions"
    RESPECT = "respect"
    BOUNDARIES = "boundaries"
    POSITIVE = "positive"
    DOCUMENT = "document"
    SUPPORT = "support"


class Verdict(StrEnum):
    """What one message does with one strategy."""

    SHOWN = "shown"
    VIOLATED = "violated"
    NONE = "none"
