"""Reads a trainee's message: what it does with the ten strategies, and with the facts of the case."""

from roleplay.reading.findings import (
    Abuse,
    By,
    CaseFacts,
    Finding,
    Hit,
    Moment,
    Offer,
    Promise,
    Reading,
)
from roleplay.reading.message import read

__all__ = ["Abuse", "By", "CaseFacts", "Finding", "Hit", "Moment", "Offer", "Promise", "Reading", "read"]
