"""The ten verdicts, from the cues of a message and from what the customer brought up."""

from __future__ import annotations

from roleplay.reading import deeds, facts
from roleplay.reading.customer import Heard, shouts
from roleplay.reading.findings import Abuse, Finding, Hit
from roleplay.reading.scope import Cue
from roleplay.reading.tongue import Sense
from roleplay.strategies import Strategy, Verdict

Senses = list[tuple[int, Sense]]
Findings = dict[Strategy, Finding]

NONE = Finding()
SLIPS = {
    Strategy.EMPATHY: "slips.calm_down",
    Strategy.CALM: "slips.blamed",
    Strategy.RESPECT: "slips.mocked",
    Strategy.SOLUTIONS: "slips.brushed_off",
}
"""A slip is always harm to its strategy; the rest of the harm stands under the strategy itself."""

_LABELS = {
    (strategy, part): (
        (f"{strategy}.{part}", *([SLIPS[strategy]] if part == "violated" and strategy in SLIPS else [])),
        f"{strategy}.not_{part}",
    )
    for strategy in Strategy
    for part in ("shown", "violated")
}
"""The labels under which each part of a strategy is found, and the label of its exceptions."""

# A refusal with an alternative is an offer, a no with a turn is a can, and who hands over does not refuse it.
_SHOWN_PREVAILS = frozenset({Strategy.SOLUTIONS, Strategy.SUPPORT, Strategy.POSITIVE, Strategy.DOCUMENT})
# Who does harm in these informs nobody.
_RUDE = (
    Strategy.CALM,
    Strategy.EMPATHY,
    Strategy.APOLOGIZE,
    Strategy.RESPECT,
    Strategy.BOUNDARIES,
    Strategy.POSITIVE,
    Strategy.DOCUMENT,
    Strategy.SUPPORT,
)
# And in these takes a courtesy back: "grazie" after a blame is none.
_TAKES_BACK = tuple(strategy for strategy in _RUDE if strategy not in (Strategy.EMPATHY, Strategy.RESPECT))
# Harm that leaves nothing of a question in its sentence.
_UNASKED = ("calm.violated", "respect.violated", "slips.blamed", "slips.mocked")
_ECHO = 2  # a question of no more words, none of them a question word, only echoes one
_OFFERED = ("solutions.shown", "answers.reports", "apologize.shown", "questions.offers", "questions.routine")
_LEAD = 1  # so many words may stand before a taking up: "ah, so the lock ..."
_STEM = 5  # letters by which a long word is known again in another form
_BACKCHANNEL = 3  # so few words let a customer go on who was cut off ("Yes, go on")
# In a sentence with an insult these count for nothing.
_SPOILT = frozenset({Strategy.SOLUTIONS, Strategy.LISTEN, Strategy.POSITIVE})
# What deals with the matter; it proves calm when the customer provokes.
_DEALS = (
    Strategy.SOLUTIONS,
    Strategy.BOUNDARIES,
    Strategy.LISTEN,
    Strategy.SUPPORT,
    Strategy.APOLOGIZE,
    Strategy.DOCUMENT,
    Strategy.EMPATHY,
)
_LEVEL_WORDS = 4  # a sentence shorter than this deals with nothing by itself
_CURT_WORDS = 6  # a message no longer than this that says goodbye says nothing else


def judge(senses: Senses, heard: Heard, insult: Hit | None, *, known: bool = False) -> Findings:
    """The verdict on each strategy, with the words that prove it.

    ``known`` when the case is known: then its cues tell what answers the customer, and no guess is made.
    """
    civil = [(at, sense) for at, sense in senses if not sense.having("insult")] if insult is not None else senses
    found = {strategy: _by_cues(civil if strategy in _SPOILT else senses, senses, strategy) for strategy in Strategy}
    found[Strategy.LISTEN] = _listen(civil, heard, found[Strategy.LISTEN])
    guess = not known and heard.open and not any(found[strategy].verdict is Verdict.VIOLATED for strategy in _RUDE)
    past = found[Strategy.LISTEN].verdict is Verdict.VIOLATED and _asks_again(civil, heard) is NONE
    found[Strategy.SOLUTIONS] = _solutions(civil, heard, found[Strategy.SOLUTIONS], past, guess=guess)
    _mockery(senses, insult, found)
    found[Strategy.BOUNDARIES] = _boundaries(senses, heard, insult, found[Strategy.BOUNDARIES])
    found[Strategy.CALM] = _calm(senses, heard, insult, found, known=known)
    harm = any(found[strategy].verdict is Verdict.VIOLATED for strategy in _TAKES_BACK)
    if harm and found[Strategy.RESPECT].verdict is Verdict.SHOWN:
        found[Strategy.RESPECT] = NONE
    return found


def plain(senses: Senses, strategy: Strategy, part: str) -> Finding:
    """The first words under ``shown`` or ``violated`` that are meant, and are no part of an exception."""
    labels, spare = _LABELS[strategy, part]
    for at, sense in senses:
        if sense.sarcasm and part == "shown":
            continue
        cues = sense.having(*labels)
        if not cues:
            continue
        spared = sense.having(spare, any_force=True)
        if strategy is Strategy.SOLUTIONS and part == "shown":
            spared = spared + [other for other in sense.having(SLIPS[strategy]) if not sense.scope.turns(other.first)]
        best: Cue | None = None
        for cue in cues:
            if any(other.first <= cue.first < other.last for other in spared):
                continue
            if best is None or (cue.first < best.last and cue.end - cue.start > best.end - best.start):
                best = cue
        if best is not None and part == "shown":
            return finding(Verdict.SHOWN, at, sense, *sense.sentence.clause(best.first, best.last))
        if best is not None:
            return finding(Verdict.VIOLATED, at, sense, best.start, best.end)
    return NONE


def finding(verdict: Verdict, at: int, sense: Sense, start: int, end: int) -> Finding:
    """A verdict with the words ``start`` to ``end`` of the sentence that begins at ``at``."""
    return Finding(verdict=verdict, quote=sense.sentence.text[start:end], start=at + start, end=at + end)


def _whole(verdict: Verdict, at: int, sense: Sense) -> Finding:
    text = sense.sentence.text
    start = len(text) - len(text.lstrip())
    return finding(verdict, at, sense, start, len(text.rstrip()))


def _by_cues(civil: Senses, senses: Senses, strategy: Strategy) -> Finding:
    shown = plain(civil, strategy, "shown")
    violated = plain(senses, strategy, "violated")
    if shown is not NONE and (violated is NONE or strategy in _SHOWN_PREVAILS):
        return shown
    return violated


def _listen(senses: Senses, heard: Heard, found: Finding) -> Finding:
    if found.verdict is Verdict.VIOLATED:
        return found
    for missed in (_asks_again(senses, heard), _offers_refused(senses, heard)):
        if missed is not NONE:
            return missed
    if found.verdict is Verdict.SHOWN:
        return found
    for at, sense in senses:
        if deeds.asking(sense) and not _throws_back(sense):
            return _whole(Verdict.SHOWN, at, sense)
    for at, sense in senses:
        if _mirrors(sense, heard):
            return _whole(Verdict.SHOWN, at, sense)
    return _whole(Verdict.VIOLATED, *senses[0]) if senses and _cuts_off(senses, heard) else NONE


def _throws_back(sense: Sense) -> bool:
    """Whether a question is none: it only echoes a word ("Patience?"), or it does harm itself."""
    if len(sense.sentence.words) <= _ECHO and not sense.having("questions.starts"):
        return True
    return bool(sense.having(*_UNASKED))


def _cuts_off(senses: Senses, heard: Heard) -> bool:
    """Whether the customer was in the middle of a sentence and is not told to go on."""
    if not heard.unfinished:
        return False
    count = sum(len(sense.sentence.words) for _, sense in senses)
    return count > _BACKCHANNEL or (count > 1 and any(sense.asks for _, sense in senses))


def _asks_again(senses: Senses, heard: Heard) -> Finding:
    """What the customer has just given is asked for, or what was just tried is advised."""
    for at, sense in senses:
        asks = sense.asks or bool(sense.having("questions.requests"))
        for index in sorted(heard.given):
            cues = sense.having(f"given.{index}")
            if cues and (asks or index in heard.tried):
                return finding(Verdict.VIOLATED, at, sense, cues[0].start, cues[0].end)
    return NONE


def _offers_refused(senses: Senses, heard: Heard) -> Finding:
    """What the customer does not want is done or offered."""
    if not heard.refused:
        return NONE
    for at, sense in senses:
        if sense.asks and not sense.having("questions.offers", "questions.routine"):
            continue
        if not sense.having(*_OFFERED):
            continue
        for word_at, word in enumerate(sense.sentence.words):
            if any(_same(word, other) for other in heard.refused) and not sense.scope.denied(word_at):
                return finding(Verdict.VIOLATED, at, sense, *sense.sentence.quote(word_at, word_at + 1))
    return NONE


def _mirrors(sense: Sense, heard: Heard) -> bool:
    """Whether the sentence takes up the customer's story in a word of the customer's own."""
    if sense.sarcasm or sense.asks or not any(cue.first <= _LEAD for cue in sense.having("questions.mirrors")):
        return False
    return any(word in heard.content for word in sense.sentence.words)


def _same(word: str, other: str) -> bool:
    """Whether two words are forms of one: the same, or alike for five letters."""
    return word == other or (len(word) > _STEM and word[:_STEM] == other[:_STEM])


def _solutions(senses: Senses, heard: Heard, found: Finding, past: bool, *, guess: bool) -> Finding:
    """``past`` when the message talks past the customer: a remedy for something else is none.

    ``guess`` when a plain statement may be taken for an answer, because nothing in the message is unkind.
    """
    if past:
        return NONE if found.verdict is Verdict.SHOWN else found
    if found.verdict is Verdict.SHOWN:
        return found
    for at, sense in senses:
        if facts.reports(sense):
            return _whole(Verdict.SHOWN, at, sense)
    if found.verdict is Verdict.NONE and guess:
        asked = any(deeds.asking(sense) for _, sense in senses)
        for at, sense in senses:
            if facts.informs(sense, heard, asked=asked):
                return _whole(Verdict.SHOWN, at, sense)
    ignorant = plain_label(senses, "answers.ignorance")
    if found.verdict is Verdict.NONE and ignorant is not None and (heard.asks or heard.moment.problem):
        at, sense, cue = ignorant
        return finding(Verdict.VIOLATED, at, sense, cue.start, cue.end)
    return found


def plain_label(senses: Senses, label: str) -> tuple[int, Sense, Cue] | None:
    """The first cue under a label that is plainly meant."""
    for at, sense in senses:
        if cues := sense.having(label):
            return at, sense, cues[0]
    return None


def _mockery(senses: Senses, insult: Hit | None, found: Findings) -> None:
    """Sarcasm and insult: no respect, and what a sarcastic sentence feigns is turned into its opposite."""
    if insult is not None:
        end = insult.start + len(insult.quote)
        found[Strategy.RESPECT] = Finding(verdict=Verdict.VIOLATED, quote=insult.quote, start=insult.start, end=end)
    for at, sense in senses:
        if sense.sarcasm is None:
            continue
        harm = finding(Verdict.VIOLATED, at, sense, sense.sarcasm.start, sense.sarcasm.end)
        found[Strategy.RESPECT] = harm
        for strategy in (Strategy.APOLOGIZE, Strategy.EMPATHY):
            if sense.having(f"{strategy}.shown"):
                found[strategy] = harm
        break


def _boundaries(senses: Senses, heard: Heard, insult: Hit | None, found: Finding) -> Finding:
    # Without the customer's words nobody can say that the limit was unprovoked.
    abused = heard.moment.abuse is not Abuse.NONE or bool(heard.moment.provocation) or not heard.moment.text.strip()
    if found.verdict is Verdict.NONE and heard.moment.abuse is not Abuse.NONE:
        found = _guarded(senses) or _cut_off(senses) or found
    if found.verdict is Verdict.SHOWN:
        if insult is not None and insult.start != found.start:
            return found.model_copy(update={"verdict": Verdict.VIOLATED})
        if not abused and plain_label(senses, "limit") is not None:
            return found.model_copy(update={"verdict": Verdict.VIOLATED})
    return found


def _guarded(senses: Senses) -> Finding | None:
    """The limit in words that would say something else to a customer who was not abusive."""
    for at, sense in senses:
        if not sense.sarcasm and (cues := sense.having("guarded")):
            best = max(cues, key=lambda cue: cue.end - cue.start)
            return finding(Verdict.SHOWN, at, sense, *sense.sentence.clause(best.first, best.last))
    return None


def _cut_off(senses: Senses) -> Finding | None:
    """The farewell of a message that says little else: who is abusive is cut off without a warning."""
    if sum(len(sense.sentence.words) for _, sense in senses) > _CURT_WORDS:
        return None
    for at, sense in senses:
        if cues := sense.having("farewell"):
            return finding(Verdict.VIOLATED, at, sense, cues[0].start, cues[0].end)
    return None


def _calm(senses: Senses, heard: Heard, insult: Hit | None, found: Findings, *, known: bool) -> Finding:
    own = found[Strategy.CALM]
    if own.verdict is Verdict.VIOLATED:
        return own
    if insult is not None:
        end = insult.start + len(insult.quote)
        return Finding(verdict=Verdict.VIOLATED, quote=insult.quote, start=insult.start, end=end)
    if own.verdict is Verdict.SHOWN:
        return own
    for at, sense in senses:
        loud = shouts(sense.sentence) and not sense.having("apologize.shown", "empathy.shown")
        if loud and not heard.moment.friendly and found[Strategy.SOLUTIONS].verdict is not Verdict.SHOWN:
            return _whole(Verdict.VIOLATED, at, sense)
    if not heard.moment.provocation or found[Strategy.RESPECT].verdict is Verdict.VIOLATED:
        return NONE
    harmed = (Strategy.EMPATHY, Strategy.LISTEN, Strategy.SOLUTIONS, Strategy.APOLOGIZE, Strategy.BOUNDARIES)
    if any(found[strategy].verdict is Verdict.VIOLATED for strategy in (*harmed, Strategy.SUPPORT, Strategy.DOCUMENT)):
        return NONE
    for strategy in _DEALS:
        if found[strategy].verdict is Verdict.SHOWN:
            return found[strategy]
    return NONE if known else _level(senses)


def _level(senses: Senses) -> Finding:
    """The sentence that deals with the matter, whatever it says of it: a question, or a statement but no formula."""
    for at, sense in senses:
        if sense.sarcasm or len(sense.sentence.words) < _LEVEL_WORDS:
            continue
        if sense.having("answers.formulas", any_force=True):
            continue
        if deeds.asking(sense) or any(word[0].isdigit() for word in sense.sentence.words) or facts.states(sense):
            return _whole(Verdict.SHOWN, at, sense)
    return NONE
