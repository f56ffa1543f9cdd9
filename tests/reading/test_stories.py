"""One story a line: what the customer said, what the agent answers, and what that does with one strategy."""

from __future__ import annotations

import pytest

from roleplay.playbook import load_playbook
from roleplay.reading import read

ANGRY = "This is outrageous, you people are useless! I have been charged twice!"
FURIOSO = "È una vergogna, siete incompetenti! Mi avete addebitato tutto due volte!"

ENGLISH = [
    ("calm", "shown", ANGRY, "I see two charges of 40 dollars here. I'll reverse the second one now."),
    ("calm", "shown", "hello", "Take your time, there is no rush."),
    ("calm", "none", "What time do you open?", "We open at nine."),
    ("calm", "violated", ANGRY, "As I already told you, the charge is correct."),
    ("calm", "violated", ANGRY, "You should have checked your bill."),
    ("calm", "violated", ANGRY, "That's not my fault."),
    ("listen", "shown", "My heater makes a noise.", "When does the noise start, and from which side does it come?"),
    (
        "listen",
        "shown",
        "The gate is stuck.",
        "If I understand you correctly, the gate stays half open. Did I get that right?",
    ),
    ("listen", "none", "My heater makes a noise.", "Could I have your account number?"),
    ("listen", "none", ANGRY, "Hi, this is Ines at Delta Print, whats going on?"),
    ("listen", "none", ANGRY, "Hello, how can I help?"),
    ("listen", "none", ANGRY, "I see it's a print order. That's normal."),
    ("listen", "shown", ANGRY, "Can I ask what happend when you rang us before?"),
    ("listen", "shown", ANGRY, "can you tel me wich days you were billed"),
    ("listen", "shown", ANGRY, "I understand you rang and were charged on May 3."),
    ("listen", "shown", ANGRY, "I can see you wrote on May 3 and were charged again."),
    ("solutions", "none", "It broke!", "I can see you wrote on May 3 and were charged again."),
    ("solutions", "none", "It broke!", "That must be really upsetting, waiting and then being called a liar."),
    ("empathy", "shown", "It broke!", "That stinks."),
    ("empathy", "none", "It broke!", "That's normal."),
    ("solutions", "shown", "It broke!", "I'll rewire the bell right away."),
    ("solutions", "none", "It broke!", "I'll hang up now."),
    ("solutions", "none", "It broke!", "I'll be honest with you now."),
    ("solutions", "none", "It broke!", "Please keep your voice down, sir."),
    ("solutions", "none", "You fools!", "Go to hell, you rude man."),
    ("solutions", "none", "You fools!", "You are an idiot, I'll send it today."),
    ("calm", "violated", "You fools!", "You are an idiot, I'll send it today."),
    ("calm", "none", "Hello.", "I hear rain while I look."),
    ("listen", "none", "Thanks.", "Is there anything else I can do for you?"),
    ("listen", "violated", "My order number is 5531 and it is late.", "What is your order number?"),
    ("listen", "violated", "It all began in May when", "Spare me the details."),
    ("empathy", "shown", "My luggage is gone.", "That must be so upsetting, right before a holiday."),
    ("empathy", "shown", "My father is in hospital.", "I'm so sorry to hear that."),
    ("empathy", "none", "My luggage is gone.", "I understand."),
    ("empathy", "none", "You say that you care?", "Sorry for the inconvenience."),
    ("empathy", "violated", "My luggage is gone!", "Calm down, it's only a suitcase."),
    ("apologize", "shown", "I waited an hour.", "I'm sorry for the long wait."),
    ("apologize", "shown", "I waited an hour.", "We let you down today."),
    ("apologize", "none", "Do you deliver to Malta?", "Sorry, but we don't deliver there."),
    ("apologize", "none", "My father is in hospital.", "I'm sorry to hear that."),
    ("apologize", "violated", "I waited an hour.", "We won't apologise for that."),
    ("apologize", "violated", "I waited an hour.", "Sorry if you misread the sign."),
    ("solutions", "shown", "The lamp is broken.", "I'll send you a new lamp today."),
    ("solutions", "shown", "When does the shop open?", "It opens at 8 tomorrow."),
    ("solutions", "shown", "Can I get it today?", "Not today, but I can send it with the first van tomorrow."),
    ("solutions", "none", "The lamp is broken.", "Your account number, please?"),
    ("solutions", "violated", "The lamp is broken.", "There is nothing I can do."),
    ("respect", "shown", "The lamp is broken.", "Thank you for telling us."),
    ("respect", "shown", "The lamp is broken.", "Would you mind holding it to the light?"),
    ("respect", "none", "The lamp is broken.", "We replace it."),
    ("respect", "violated", "How do I log in?", "Even a child can do that."),
    ("respect", "violated", "How do I log in?", "Are you blind?"),
    ("boundaries", "shown", "You stupid cow!", "I want to help you, but please don't insult me."),
    ("boundaries", "none", "You stupid cow!", "I'll check the order."),
    ("boundaries", "violated", "Good morning, I have a question.", "Stop insulting me or I will end the call."),
    ("boundaries", "violated", "You idiot!", "Insult me all you like, that's what I'm paid for."),
    ("positive", "shown", "Can you help?", "Absolutely, I'm happy to help."),
    ("positive", "none", "Can you help?", "Let me check."),
    ("positive", "violated", "Can you help?", "There's nothing anyone can do, our system is a mess."),
    ("document", "shown", "Who will know?", "I've noted that on your account, the case number is 8812."),
    ("document", "none", "Who will know?", "I'll pass it on."),
    ("document", "violated", "May I have that in writing?", "We don't issue written confirmations."),
    (
        "support",
        "shown",
        "Let me talk to your boss.",
        "I'll put you through to my supervisor and tell her what happened.",
    ),
    ("support", "none", "My bill is wrong.", "Please call our billing team."),
    ("support", "violated", "Let me talk to your boss.", "You can't speak to a manager."),
    # A level answer to anger is calm whatever it answers with; a formula is not.
    ("calm", "shown", "How dare you charge me for a gate that never opened!", "The gate has a fee of 12 euros."),
    ("calm", "none", "How dare you charge me for a gate!", "We take all feedback seriously."),
    ("calm", "shown", "I type slowly.", "I've got all evening, we do it page by page."),
    ("calm", "violated", "The tap still drips.", "You never bothered to tell the plumber."),
    ("calm", "violated", "I want a word about my bill.", "And I have been sitting here since five without a break."),
    ("calm", "violated", "Somebody promised me a lamp.", "Nobody promised you that."),
    ("empathy", "shown", "The swing fell down with my son on it.", "No wonder you're shaken. Is he all right?"),
    ("empathy", "shown", "It has rained in since May.", "I'd want to scream too."),
    ("empathy", "violated", "It has rained in since May.", "There are worse things than a wet floor."),
    ("empathy", "violated", "I have been crying.", "There's no need for tears."),
    ("apologize", "shown", "The lamp came without a bulb.", "That's our slip."),
    ("apologize", "violated", "The lamp hurt my eyes.", "Apologies if the light was too bright for you."),
    ("apologize", "violated", "Say sorry.", "Why should I apologise?"),
    ("respect", "violated", "Where is the switch?", "Did you even look?"),
    ("respect", "violated", "Where is the switch?", "We would gently remind you that most adults can find it."),
    ("respect", "none", "Where is the switch?", "Did you look behind the curtain?"),
    ("boundaries", "violated", "You pathetic worm!", "I've heard worse, let it all out."),
    ("boundaries", "violated", "Open up or I'll smash the window!", "Okay okay, you win, it's open."),
    # Words that are a limit only to somebody who was abusive.
    ("boundaries", "shown", "You useless witch!", "That word stays outside. The lamp comes on Monday."),
    ("boundaries", "none", "Where do I put the lamp?", "That part stays outside. The lamp comes on Monday."),
    # Who is abusive is cut off, who has finished is seen off.
    ("boundaries", "violated", "You are all thieves!", "Right. Bye."),
    ("boundaries", "none", "That was all.", "Right. Bye."),
]

ITALIAN = [
    ("calm", "shown", FURIOSO, "Vedo i due addebiti: le rimborso subito il secondo."),
    ("calm", "shown", "Un attimo che cerco", "Faccia pure con calma, resto in linea."),
    ("calm", "violated", FURIOSO, "Come le ho già detto, l'addebito è giusto."),
    ("calm", "violated", FURIOSO, "Avrebbe dovuto leggere la bolletta."),
    ("listen", "shown", "Il modem fa un rumore.", "Da quando lo fa, e quali luci vede accese?"),
    ("listen", "shown", "Il modem fa un rumore.", "Mi racconti meglio che cosa succede."),
    ("listen", "none", "Il modem fa un rumore.", "Mi può dare il suo codice cliente?"),
    ("listen", "violated", "Allora, tutto è cominciato quando", "Mi risparmi i dettagli."),
    ("empathy", "shown", "Ho perso il volo!", "Capisco benissimo la sua delusione."),
    ("empathy", "shown", "Ho perso il volo!", "Dev'essere davvero frustrante."),
    ("empathy", "violated", "Ho perso il volo!", "Si calmi, non è la fine del mondo."),
    ("apologize", "shown", "Aspetto da un'ora.", "Le chiedo scusa per l'attesa."),
    ("apologize", "shown", "Aspetto da un'ora.", "Ci scusiamo per il disagio."),
    ("apologize", "none", "Consegnate a Malta?", "Mi dispiace, ma non possiamo consegnare lì."),
    ("apologize", "violated", "Aspetto da un'ora.", "Non mi scuso per questo."),
    ("solutions", "shown", "La lampada è rotta.", "Le mando oggi una lampada nuova."),
    ("solutions", "shown", "Il modem è spento.", "Ti rimborso subito il mese."),
    ("solutions", "violated", "La lampada è rotta.", "Non posso farci niente."),
    ("respect", "shown", "La lampada è rotta.", "Grazie della segnalazione, potrebbe descriverla?"),
    ("respect", "violated", "Come entro?", "Impari a leggere."),
    ("boundaries", "shown", "Cretina!", "La aiuto volentieri, ma non accetto insulti."),
    ("boundaries", "violated", "Buongiorno, avrei una domanda.", "Non accetto insulti: chiudo la chiamata."),
    ("positive", "shown", "Mi può aiutare?", "Certo, volentieri!"),
    ("positive", "violated", "Mi può aiutare?", "È inutile, il nostro sistema è un disastro."),
    ("document", "shown", "Chi lo saprà?", "Ho annotato tutto nella sua scheda."),
    ("document", "violated", "Posso averlo per iscritto?", "Non rilasciamo ricevute."),
    ("support", "shown", "Mi passi il capo.", "La metto in contatto con il mio responsabile."),
    ("support", "violated", "Mi passi il capo.", "Non è il mio reparto."),
    ("support", "none", "Il gas non va.", "Le mando domattina il tecnico, si chiama Aldo Neri."),
    ("solutions", "shown", "Il gas non va.", "Le mando domattina il tecnico, si chiama Aldo Neri."),
    ("boundaries", "none", FURIOSO, "Il guasto risulta chiuso come riparato."),
    ("boundaries", "shown", FURIOSO, "Se continua a insultarmi, dovrò chiudere la chiamata."),
    ("empathy", "violated", FURIOSO, "Abbassi la voce, signora."),
    ("respect", "shown", FURIOSO, "Grazie a lei per l'attesa."),
    ("solutions", "none", FURIOSO, "Mi chiamo Ada Neri."),
]


@pytest.mark.parametrize(("strategy", "verdict", "customer", "agent"), ENGLISH)
def test_in_english(strategy: str, verdict: str, customer: str, agent: str) -> None:
    reading = read(agent, customer, load_playbook("en"))
    assert reading.findings[strategy].verdict == verdict


@pytest.mark.parametrize(("strategy", "verdict", "customer", "agent"), ITALIAN)
def test_in_italian(strategy: str, verdict: str, customer: str, agent: str) -> None:
    reading = read(agent, customer, load_playbook("it"))
    assert reading.findings[strategy].verdict == verdict
