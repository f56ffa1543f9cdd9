"""The reading of one agent message, put together."""

from __future__ import annotations

from dataclasses import replace

from roleplay.persona import Persona
from roleplay.playbook import Playbook
from roleplay.reading import deeds
from roleplay.reading.case import case_of
from roleplay.reading.customer import hear
from roleplay.reading.details import details
from roleplay.reading.findings import Abuse, CaseFacts, Finding, Hit, Promise, Reading
from roleplay.reading.promises import promises
from roleplay.reading.sentences import words_of
from roleplay.reading.substance import has_substance
from roleplay.reading.tongue import Sense, tongue
from roleplay.reading.verdicts import SLIPS, judge, plain
from roleplay.reading.weighing import weighed
from roleplay.strategies import Strategy, Verdict

LONGEST = 20_000
"""So many characters of a message are read; what stands behind them changes nothing."""


def read(
    agent: str, customer: str, playbook: Playbook, persona: Persona | None = None, *, abused: bool = False
) -> Reading:
    """Read one agent message against the customer's last one: local, deterministic, never an error.

    With a persona, ``Reading.case`` holds the facts asked for, the remedies offered and the hot buttons pressed.
    ``abused`` says that the customer is known to have been abusive, in whatever words.
    """
    words = tongue(playbook)
    if not has_substance(agent, words):
        return Reading(text=agent, findings={strategy: Finding() for strategy in Strategy}, substance=False)
    senses = [(at, words.sense(piece)) for at, piece in words.sentences(agent[:LONGEST])]
    heard = hear(customer, words)
    if abused and heard.moment.abuse is Abuse.NONE:
        moment = heard.moment.model_copy(update={"abuse": Abuse.INSULTING, "abuse_quote": customer})
        heard = replace(heard, moment=moment)
    insult = deeds.first_hit(senses, "insult", "insult")
    ruled = judge(senses, heard, insult, known=persona is not None)
    findings = weighed(senses, heard, ruled, words, insult, known=persona is not None)
    case = case_of(persona, words).read(senses) if persona is not None else CaseFacts()
    made = promises(senses)
    if persona is not None and findings[Strategy.SUPPORT].verdict is Verdict.NONE:
        findings[Strategy.SUPPORT] = _brought_in(findings[Strategy.SOLUTIONS], made, persona)
    return Reading(
        text=agent,
        findings=findings,
        case=case,
        slips=_slips(senses, ruled, findings, insult),
        promises=made,
        question=any(deeds.asking(sense) for _, sense in senses),
        vague=deeds.vague_talk(senses, made),
        insult=insult,
        handover=_handover(senses, findings, case, persona),
        farewell=any(sense.having("farewell") and not sense.sarcasm for _, sense in senses),
        **details(senses, findings),
    )


def _handover(
    senses: list[tuple[int, Sense]], findings: dict[Strategy, Finding], case: CaseFacts, persona: Persona | None
) -> Hit | None:
    """Who takes over; in a known case only a superior or a colleague, and nobody who is sent as a remedy."""
    found = findings[Strategy.SUPPORT]
    if found.verdict is not Verdict.SHOWN:
        return None
    if persona is not None:
        named = [
            (at + cue.start, at + cue.end)
            for at, sense in senses
            for cue in sense.having("handover", any_force=True)
            if found.start <= at + cue.start < found.end
        ]
        sent = [(offer.start, offer.start + len(offer.quote)) for offer in case.offers]
        named = [(start, end) for start, end in named if not any(left <= start < right for left, right in sent)]
        if not named and not _names_superior(found.quote, persona):
            return None
    return Hit(id=Strategy.SUPPORT.value, quote=found.quote, start=found.start)


def _brought_in(found: Finding, made: tuple[Promise, ...], persona: Persona) -> Finding:
    """The deed that brings in the persona's supervisor by name."""
    if found.verdict is Verdict.SHOWN and _names_superior(found.quote, persona):
        return found
    for promise in made:
        if _names_superior(promise.quote, persona):
            end = promise.start + len(promise.quote)
            return Finding(verdict=Verdict.SHOWN, quote=promise.quote, start=promise.start, end=end)
    return Finding()


def _names_superior(quote: str, persona: Persona) -> bool:
    """Whether the words name the persona's supervisor: "Dana Ruiz" of "Dana Ruiz, shift supervisor"."""
    names = persona.brief.supervisor.partition(",")[0].split()
    said = {word for word, _, _ in words_of(quote, persona.language)}
    return any(word in said for name in names if name[0].isupper() for word, _, _ in words_of(name, persona.language))


def _says(senses: list[tuple[int, Sense]], harm: Finding, label: str) -> bool:
    """Whether the harm's own words are found under the label too."""
    return any(
        at + cue.start < harm.end and harm.start < at + cue.end for at, sense in senses for cue in sense.having(label)
    )


def _slips(
    senses: list[tuple[int, Sense]],
    ruled: dict[Strategy, Finding],
    findings: dict[Strategy, Finding],
    insult: Hit | None,
) -> tuple[Hit, ...]:
    """The harms finer than a verdict, in the order of the strategies. A brush-off with a way forward is none.

    Only cues (``ruled``) can name them: weights know that words do harm, but not in which of these ways.
    """
    found: list[Hit] = []
    for strategy, label in SLIPS.items():
        name = label.removeprefix("slips.")
        harm = ruled[strategy] if ruled[strategy].verdict is Verdict.VIOLATED else plain(senses, strategy, "violated")
        if strategy is Strategy.SOLUTIONS and findings[strategy].verdict is Verdict.SHOWN:
            continue
        if strategy is Strategy.CALM and not any(sense.having(label) for _, sense in senses):
            continue
        if strategy is Strategy.EMPATHY and _says(senses, harm, "slips.cold"):
            name = "brushed_off"
        if strategy is Strategy.SOLUTIONS and _says(senses, harm, "slips.blamed"):
            continue  # who pushes the blame away is told so, and not once more that it helps nobody
        told = any(slip.id == name or slip.quote == harm.quote for slip in found)
        if harm.quote and not told:
            found.append(Hit(id=name, quote=harm.quote, start=harm.start))
    if insult is not None and not any(slip.id == "mocked" for slip in found):
        found.append(insult.model_copy(update={"id": "mocked"}))
    return tuple(found)
