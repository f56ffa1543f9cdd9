"""Manuela and her mother's account: which words of an agent reach her, and what she keeps back until she is asked."""

import pytest

from roleplay.library import load
from roleplay.persona import Persona
from roleplay.playbook import load_playbook
from roleplay.reading import read

SECRETS = {"stoccarda", "bruno", "notorio", "affitto", "2.890", "zanelli", "quattro", "geometra", "successione"}


@pytest.fixture(scope="module")
def manuela() -> Persona:
    return load("conto-della-madre")


def found(persona: Persona, text: str) -> set[str]:
    """Ids of the facts, remedies and hot buttons that a reading finds in what the agent says."""
    case = read(text, "", load_playbook(persona.language), persona).case
    return {hit.id for hit in (*case.asked, *case.hot_buttons)} | {offer.remedy for offer in case.offers}


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("Le mando per e-mail la dichiarazione di esonero.", {"esonero"}),
        ("La successione non serve: basta un foglio da firmare a casa.", {"esonero"}),
        ("Il conto si chiude entro venerdì 8 maggio.", {"esonero"}),
        ("Le fisso un appuntamento per lunedì 27, senza fila.", {"appuntamento"}),
        ("Le scrivo subito un elenco di quello che abbiamo già ricevuto.", {"elenco"}),
        ("Le mando una conferma scritta con il mio nome.", {"elenco"}),
        ("Seguo io la pratica fino alla fine.", {"referente"}),
        ("La richiamo giovedì alle 16.", {"referente"}),
        ("Possiamo pagare noi il funerale.", {"pagamento"}),
        ("Facciamo il bonifico all'impresa entro due giorni lavorativi.", {"pagamento"}),
        ("Le storno le spese di tenuta di marzo e aprile.", {"storno"}),
        ("Le sblocco i soldi domani.", {"subito"}),
        ("Possiamo farlo anche senza la firma di Suo fratello.", {"subito"}),
        ("Quando è mancata Sua madre?", {"morte"}),
        ("Che documenti ci ha già portato?", {"documenti"}),
        ("Che cosa Le hanno chiesto l'ultima volta?", {"mancante"}),
        ("Quante volte è andata in filiale?", {"visite"}),
        ("Mi racconta com'è andata?", {"visite"}),
        ("Ci sono altri eredi oltre a Lei?", {"fratello"}),
        ("Ha fratelli o sorelle?", {"fratello"}),
        ("Sua madre era proprietaria di qualche immobile?", {"casa"}),
        ("La mamma possedeva case o terreni?", {"casa"}),
        ("C'è qualche spesa che non può aspettare?", {"fattura"}),
        ("Il funerale è già stato pagato?", {"fattura"}),
        ("Posso parlare solo con la titolare.", {"titolare"}),
        ("Deve passare in filiale con i documenti.", {"filiale"}),
        ("La documentazione purtroppo è incompleta.", {"incompleta"}),
        ("Sono i normali tempi tecnici.", {"tempi"}),
    ],
)
def test_an_agents_own_words_are_understood(manuela: Persona, said: str, ids: set[str]) -> None:
    assert found(manuela, said) == ids


@pytest.mark.parametrize(
    "said",
    [
        "Le porgo le mie condoglianze, signora Ghirardi.",
        "Mi scusi per tutti i giri che Le abbiamo fatto fare.",
        "La nostra politica sui rimborsi è chiara.",
        "Sono settimane che cerca di chiudere il conto di Sua madre.",
        "Lei ha una spesa da pagare e i soldi sono bloccati qui.",
        "Così non deve più tornare in filiale.",
        "Vedo la lettera di auguri, e me ne vergogno.",
        "Nessuno Le ha spiegato niente tutto in una volta.",
    ],
)
def test_what_offers_and_asks_nothing_is_not_misread(manuela: Persona, said: str) -> None:
    assert found(manuela, said) == set()


def test_she_says_nothing_of_her_brother_the_bill_or_the_errands_unasked(manuela: Persona) -> None:
    told = {line for fact in manuela.facts for line in fact.says}
    others = " ".join(line.casefold() for line in manuela.spoken() if line not in told)
    assert [secret for secret in SECRETS if secret in others] == []


def test_paying_the_funeral_alone_leaves_her_account_open(manuela: Persona) -> None:
    (payment,) = (remedy for remedy in manuela.remedies if remedy.id == "pagamento")
    assert payment.meets == ("spese",)
    assert manuela.need("chiusura").weight > manuela.need("spese").weight
