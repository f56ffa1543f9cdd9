"""Mood, and how a reading moves it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Mood(BaseModel):
    """How the customer feels: ``anger`` and ``satisfaction`` 0 to 10, ``patience`` in turns left (0 to 30)."""

    model_config = ConfigDict(frozen=True)

    anger: float
    satisfaction: float
    patience: float


class Reason(BaseModel):
    """One cause of a change of mood.

    ``code`` names the cause (its words stand in ``prompts/coaching``), ``quote`` the trainee's words behind it, empty
    when it was what the trainee did not say.
    """

    model_config = ConfigDict(frozen=True)

    code: str
    anger: float = 0.0
    satisfaction: float = 0.0
    patience: float = 0.0
    quote: str = ""
