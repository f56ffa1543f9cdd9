"""The abuse ladder, and the cap that the trainee sets."""

from itertools import cycle, islice

import pytest
from playing import play_capped

from roleplay.events import Acted, Caps, Rung
from roleplay.library import files, load
from roleplay.persona import Act, Persona
from roleplay.session import Session

ABUSIVE = [persona for persona in map(load, files()) if persona.abuse]
PATTER = ["I see.", "Okay.", "Right.", "One moment.", "Hm.", "Yes."]


def rungs(session: Session) -> list[Rung]:
    """The rungs of the insults of a call, in order."""
    return [e.direction.rung for e in session.events if isinstance(e, Acted) and e.direction.rung]


def calls(persona: Persona, caps: Caps) -> list[Session]:
    patient = persona.model_copy(update={"temper": persona.temper.model_copy(update={"patience": 30})})
    return [play_capped(patient, islice(cycle(PATTER), 20), seed, caps) for seed in range(10)]


@pytest.mark.parametrize("persona", ABUSIVE, ids=lambda persona: persona.id)
def test_insults_left_standing_climb_from_rude_to_threatening(persona: Persona):
    order = list(Rung)
    climbs = [rungs(session) for session in calls(persona, Caps.MILD)]
    assert all(climb == sorted(climb, key=order.index) for climb in climbs)
    assert any(climb[-1:] == [Rung.THREATENING] for climb in climbs)
    assert all(climb[0] is Rung.RUDE for climb in climbs if climb)


@pytest.mark.parametrize("persona", ABUSIVE, ids=lambda persona: persona.id)
def test_off_means_no_abuse_at_all(persona: Persona):
    assert persona.abuse
    lines = {*persona.abuse.rude, *persona.abuse.insulting, *persona.abuse.threatening, *persona.abuse.strong}
    for session in calls(persona, Caps.OFF):
        assert Act.INSULT not in session.state.memory.acts
        assert not any(line in said.text for line in lines for said in session.state.lines)


@pytest.mark.parametrize("persona", ABUSIVE, ids=lambda persona: persona.id)
def test_strong_language_is_heard_only_when_it_was_asked_for(persona: Persona):
    assert persona.abuse
    strong = persona.abuse.strong
    said = {
        caps: [line.text for s in calls(persona, caps) for line in s.state.lines] for caps in (Caps.MILD, Caps.FULL)
    }
    assert not any(line in text for line in strong for text in said[Caps.MILD])
    assert not strong or any(line in text for line in strong for text in said[Caps.FULL])
