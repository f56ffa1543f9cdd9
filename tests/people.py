"""A small whole persona for tests of the edges; the shipped ones have tests of their own."""

from typing import Any

from roleplay.persona import MANY_LINES, Act, Persona, Reaction
from roleplay.strategies import Strategy


def persona(**changes: Any) -> Persona:
    """A double-billed patient with secrets that are easy to find in a text."""
    lines = {act: [f"{act.value} line {n}." for n in range(MANY_LINES.get(act, 2))] for act in Act}
    lines[Act.VENT][0] = "I have been billed twice and nobody cares!"
    whole: dict[str, Any] = {
        "id": "dana",
        "name": "Dana Whitlock",
        "headline": "Billed twice for one scan",
        "language": "en",
        "industry": "imaging",
        "difficulty": 2,
        "trains": ["empathy"],
        "setting": "A phone call to the billing desk on a Monday morning.",
        "problem": "the double bill for your scan",
        "feeling": "cheated",
        "brief": {
            "role": "You answer the phone at the billing desk.",
            "records": ["RECORDS-ARE-FOR-THE-AGENT"],
            "may": ["MAY-REVERSE-A-CHARGE"],
            "may_not": ["MAY-NOT-WAIVE-A-BILL"],
            "supervisor": "Ruth Okafor, billing lead",
            "advice": ["Say what you heard first."],
        },
        "facts": [
            {
                "id": "date",
                "what": "the date of the scan",
                "value": "the 14th of March",
                "asks": ["which day", "date"],
                "says": ["It was the 14th of March.", "The 14th of March, as I said."],
                "opening": True,
            },
            {
                "id": "amount",
                "what": "the sum on each bill",
                "value": "412 dollars",
                "asks": ["how much"],
                "says": ["It says 412 dollars.", "Twice 412 dollars."],
            },
            {
                "id": "card",
                "what": "the last digits of the card",
                "value": "ends in 7731",
                "asks": ["which card"],
                "says": ["The card ends in 7731.", "I told you, it ends in 7731."],
            },
        ],
        "needs": [
            {
                "id": "refund",
                "what": "the second charge taken back",
                "kind": "money",
                "still": ["I want my money.", "Where is my money?", "And my money?"],
            }
        ],
        "remedies": [
            {"id": "reverse", "what": "reverse the second charge", "cues": ["reverse"], "meets": ["refund"]},
            {"id": "waive", "what": "waive both bills", "cues": ["waive"], "allowed": False},
        ],
        "temper": {"anger": 7, "patience": 10},
        "hot_buttons": [
            {
                "id": "website",
                "what": "being sent to the website",
                "cues": ["website"],
                "reacts": ["Your website is broken!", "Not the website again!"],
            }
        ],
        "voice": {"style": "Short sentences. Plain words.", "habits": ["sighs"], "never": ["swears"]},
        "lines": lines,
        "reactions": {reaction: [f"{reaction.value} reaction."] for reaction in Reaction},
        "wordings": {strategy: [f"A good {strategy.value} line."] for strategy in Strategy},
        "reviews": {
            "good": {"stars": 5, "text": "Sorted."},
            "mixed": {"stars": 3, "text": "Well."},
            "bad": {"stars": 1, "text": "Never again."},
        },
    }
    return Persona.model_validate(whole | changes)
