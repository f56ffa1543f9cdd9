"""The stranded traveller and the dead line: what they tell, what they keep, and which words of an agent reach them."""

import pytest
from ruamel.yaml import YAML

from roleplay.persona import Persona
from roleplay.playbook import load_playbook
from roleplay.reading import read
from roleplay.resources import shipped

TRAVELLER = "stranded-traveller"
LINE = "linea-morta"
BOTH = pytest.mark.parametrize("name", [TRAVELLER, LINE])

# Words that would give a fact away before it is asked for.
SECRETS = {
    TRAVELLER: {"funeral", "brother", "coffin", "church", "eleven", "bray", "midday", "suitcase", "strap", "k7qp4m"},
    LINE: {"f24", "consulente", "paghe", "0425", "lunedì", "zona", "risolto", "rossa", "spia", "tecnico"},
}


def load(name: str) -> Persona:
    path = shipped("personas") / f"{name}.yaml"
    return Persona.model_validate({**YAML(typ="safe").load(path), "id": name})


def unasked(persona: Persona) -> list[str]:
    """Every line that is said without a question."""
    groups = [
        *(need.still for need in persona.needs),
        *(button.reacts for button in persona.hot_buttons),
        *persona.lines.values(),
        *persona.reactions.values(),
    ]
    return [line for group in groups for line in group]


def found(persona: Persona, text: str) -> set[str]:
    """Ids of the facts, remedies and hot buttons that a reading finds in what the agent says."""
    case = read(text, "", load_playbook(persona.language), persona).case
    return {hit.id for hit in (*case.asked, *case.hot_buttons)} | {offer.remedy for offer in case.offers}


@pytest.mark.parametrize(
    ("name", "said", "ids"),
    [
        (TRAVELLER, "I can put you on the 06:20 tomorrow.", {"seat_first"}),
        (TRAVELLER, "Let me book you on the 6:20 direct to Dublin", {"seat_first"}),
        (TRAVELLER, "There's a seat for you on NV 402, landing at 06:55.", {"seat_first"}),
        (TRAVELLER, "I've moved you to the first flight in the morning.", {"seat_first"}),
        (TRAVELLER, "I could get you there via London, landing at 09:50.", {"seat_via"}),
        (TRAVELLER, "You're confirmed on the 12:05 flight tomorrow.", {"seat_noon"}),
        (TRAVELLER, "I'll get you a room at the airport hotel for tonight.", {"room"}),
        (TRAVELLER, "We have a hotel room for you, and the shuttle leaves from door 7.", {"room"}),
        (TRAVELLER, "I'll send you a 15 euro voucher so you can eat.", {"voucher"}),
        (TRAVELLER, "I'm having your suitcase tagged for the morning.", {"bag_along"}),
        (TRAVELLER, "The night shift will bring your bag to belt 9.", {"bag_along"}),
        (TRAVELLER, "You'll get 250 euros in compensation.", {"compensation"}),
        (TRAVELLER, "I can refund your ticket if you'd rather not fly.", {"refund"}),
        (TRAVELLER, "May I ask what this trip is for?", {"occasion"}),
        (TRAVELLER, "Would the early morning flight suit you?", {"seat_first"}),
        (TRAVELLER, "May I have your booking reference?", {"booking"}),
        (TRAVELLER, "What time do you have to be there?", {"deadline"}),
        (TRAVELLER, "What's waiting for you in Dublin?", {"occasion"}),
        (TRAVELLER, "Can I ask why you need to be in Dublin tomorrow?", {"occasion"}),
        (TRAVELLER, "Did you check in any bags?", {"bag"}),
        (TRAVELLER, "How long have you been waiting?", {"waited"}),
        (TRAVELLER, "What did they tell you at the gate?", {"told"}),
        (TRAVELLER, "Which flight were you on?", {"flight"}),
        (TRAVELLER, "You're not the only one, sir.", {"not_alone"}),
        (TRAVELLER, "It was cancelled for operational reasons.", {"operational"}),
        (TRAVELLER, "Please check our website.", {"website"}),
        (TRAVELLER, "We'll put you on the next available flight.", {"available"}),
        (TRAVELLER, "Our refund policy is quite clear.", set()),
        (TRAVELLER, "I'm so sorry about all of this, Mr Dolan.", set()),
        (TRAVELLER, "The claims team decides about compensation.", set()),
        (TRAVELLER, "Please don't speak to me like that.", set()),
        (LINE, "Le mando un tecnico domani mattina tra le 8 e le 10.", {"tecnico"}),
        (LINE, "Posso fissarLe un appuntamento per giovedì con Paolo Ferri", {"tecnico"}),
        (LINE, "Le faccio avere un router 4G in prestito.", {"router"}),
        (LINE, "Intanto Le attivo 50 giga sul cellulare.", {"giga"}),
        (LINE, "Riceverà un SMS con il numero della segnalazione e il mio nome.", {"conferma"}),
        (LINE, "Le mando una conferma scritta.", {"conferma"}),
        (LINE, "La richiamo io domani alle 12.", {"richiamo"}),
        (LINE, "Le apro subito la pratica di indennizzo.", {"indennizzo"}),
        (LINE, "Le rimborsiamo i giorni senza linea.", {"indennizzo"}),
        (LINE, "Le garantisco che stasera la linea funziona.", {"oggi"}),
        (LINE, "Potrebbe dirmi il numero della linea?", {"numero"}),
        (LINE, "Da quando è senza linea?", {"da_quando"}),
        (LINE, "Quando ci ha chiamato le altre volte?", {"chiamate"}),
        (LINE, "Che cosa Le hanno detto i colleghi?", {"versioni"}),
        (LINE, "Il tecnico è poi venuto?", {"appuntamento"}),
        (LINE, "A che cosa Le serve la linea?", {"scadenza"}),
        (LINE, "Entro quando deve lavorare?", {"scadenza"}),
        (LINE, "Di che colore è la spia del modem?", {"spie"}),
        (LINE, "A me risulta tutto chiuso.", {"risulta"}),
        (LINE, "Ha provato a spegnere e riaccendere il modem?", {"riavvio"}),
        (LINE, "Può aprire la segnalazione dall'area clienti.", {"sito"}),
        (LINE, "Il tecnico scrive che Lei era assente.", {"assente"}),
        (LINE, "Mi dispiace molto per quello che è successo.", set()),
        (LINE, "La nostra politica sui rimborsi è chiara.", set()),
        (LINE, "Capisco la Sua rabbia, signora Tosatti.", set()),
    ],
)
def test_an_agents_own_words_are_understood(name: str, said: str, ids: set[str]) -> None:
    assert found(load(name), said) == ids
