"""What the weights look at: the clues of a sentence, of the customer's message, and of the verdicts so far.

A clue is a short text. ``sorry`` is a word, ``so sorry`` two in a row, ``not _ sorry`` two with one between them; ``#``
marks a cue of the playbook or a trait of the sentence, ``@`` what the customer brought up, ``=`` what the cues decided,
``~`` what was decided in the end, ``<`` the customer's own words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from roleplay.reading import deeds
from roleplay.reading.customer import LONGEST, Heard, shouts
from roleplay.reading.findings import Abuse, Finding
from roleplay.reading.tongue import Sense, Tongue
from roleplay.strategies import Strategy, Verdict

BROUGHT_UP = ("provocation", "feeling", "failure", "problem", "superior", "record")
"""What of a moment counts as a clue when it is there."""


def of_sentence(sense: Sense) -> list[str]:
    """The clues of one sentence of the agent."""
    found: list[str] = []
    before, last = "^", ""
    quoted = sense.sentence.quoted
    for at, word in enumerate(sense.sentence.words):
        if word[0].isdigit():
            word = "{n}"
        if at in quoted:
            word += '"'
        found += (word, f"{before} {word}")
        if last:
            found.append(f"{last} _ {word}")
        last, before = before if at else "", word
    found.append(f"{before} $?" if sense.sentence.asks else f"{before} $")
    found += [f"#{label}/{force}" for label, cues in sense.by_label.items() for force in {cue.force for cue in cues}]
    if sense.asks:
        found.append("#asks")
    if sense.sentence.exclaims:
        found.append("#exclaims")
    if sense.sarcasm:
        found.append("#sarcasm")
    if shouts(sense.sentence):
        found.append("#shouts")
    if deeds.asking(sense):
        found.append("#asking")
    return found


def of_customer(heard: Heard) -> list[str]:
    """The clues of the moment."""
    moment = heard.moment
    found = [f"@{name}" for name in BROUGHT_UP if getattr(moment, name)]
    if moment.friendly:
        found.append("@friendly")
    if heard.asks:
        found.append("@asks")
    if moment.abuse is not Abuse.NONE:
        found += ("@abuse", f"@abuse/{moment.abuse}")
    if not moment.text.strip():
        found.append("@silent")
    return found


def of_verdicts(found: Mapping[Strategy, Finding], mark: str) -> list[str]:
    """The clues of ten verdicts."""
    return [
        f"{mark}{strategy}/{finding.verdict}"
        for strategy, finding in found.items()
        if finding.verdict is not Verdict.NONE
    ]


def crossed(left: list[str], right: list[str]) -> list[str]:
    """Each pair of clues as one."""
    return [f"{one}&{other}" for one in left for other in right]


def of_need(
    customer: list[str], words: Iterable[str], found: Mapping[Strategy, Finding], ruled: Iterable[Strategy]
) -> list[str]:
    """The clues for what a coach would say: the customer's, the verdicts', and what the rules would say."""
    verdicts = of_verdicts(found, "~")
    absent = [f"~{strategy}/none" for strategy, finding in found.items() if finding.verdict is Verdict.NONE]
    tips = [f"!{strategy}/{at}" for at, strategy in enumerate(ruled)]
    return [*words, *customer, *verdicts, *tips, *crossed(verdicts + absent, customer)]


def of_words(text: str, tongue: Tongue) -> list[str]:
    """The clues of the customer's own words."""
    found: set[str] = set()
    for _, piece in tongue.sentences(text[:LONGEST]):
        said = tongue.said(piece)
        before = "^"
        for word in said.sentence.words:
            if word[0].isdigit():
                word = "{n}"
            found.add(f"<{word}")
            found.add(f"<{before} {word}")
            before = word
        found.update(f"<#{label}" for label, cues in said.by_label.items() if cues)
        if said.asks:
            found.add("<#asks")
        if said.sentence.exclaims:
            found.add("<#exclaims")
        if shouts(said.sentence):
            found.add("<#shouts")
    return sorted(found)
