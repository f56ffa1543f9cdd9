"""What moves a matter on without a stock phrase, and what talks past the customer: one story a line."""

from __future__ import annotations

import pytest

STORIES = [
    ("listen", "shown", "I bought the lamp on Sunday and the shade was cracked", "Ah, so the lamp was cracked."),
    ("listen", "none", "Where is my refund?", "So the answer comes on Monday."),
    ("listen", "shown", "I came home and the door was open and", "Go on."),
    ("listen", "none", "I have no hot water", "I'll have your hot water back by six."),
    ("listen", "shown", "It leaks.", "ok, since when does it leak?"),
    ("solutions", "none", "You pathetic idiot", "There is a limit."),
    ("solutions", "none", "I moved to the 3rd of May, flat 7", "You moved to flat 7 on the 3rd of May."),
    ("solutions", "none", "Thanks, that was all!", "It was in row 14."),
    ("solutions", "shown", "Can I bring my dog?", "You can."),
    ("solutions", "none", "When do you open?", "Was it opened by your neighbour?"),
    ("solutions", "shown", "My taxi never came.", "Cab rebooked, five past eight, same address."),
    (
        "solutions",
        "shown",
        "why is my bill higher this month",
        "You went over your data on the 12th, that's the extra eight.",
    ),
    ("solutions", "shown", "The dryer won't start.", "Hold the blue button for ten seconds and let go when it beeps."),
    ("solutions", "shown", "You charged me twice", "The second charge has been taken off your card."),
    ("solutions", "shown", "I want the early slot", "9.40 is yours."),
    ("solutions", "shown", "where do i return this", "Any branch, or the locker next to the station."),
    ("solutions", "shown", "Is breakfast included?", "It is, from seven to ten."),
    ("solutions", "shown", "My room key stopped working", "Bring it to the desk and we'll recode it."),
    ("solutions", "shown", "the app keeps logging me out", "update it to 4.2 first, that bug is gone there"),
    ("solutions", "shown", "I need extra legroom", "Added to your booking, no charge."),
    (
        "solutions",
        "shown",
        "What happens now?",
        "The adjuster visits on Thursday and the payment follows within a week.",
    ),
    ("solutions", "shown", "do you have it in red", "only in burgundy, should be back in red by may"),
    ("solutions", "shown", "I never got the voucher", "Just resent it, check your junk folder too."),
    (
        "solutions",
        "shown",
        "the heating is off in the whole house",
        "An engineer is on his way, he'll be there before four.",
    ),
    ("solutions", "shown", "how do I cancel", "Settings, then Membership, then End plan."),
    ("solutions", "none", "The parcel is lost.", "May I have your postcode?"),
    ("solutions", "none", "The parcel is lost.", "We value every customer and always strive to improve."),
    ("solutions", "none", "The parcel is lost.", "How can I help you today?"),
    ("solutions", "none", "My bag is torn!", "I see."),
    ("solutions", "none", "My bag is torn!", "That sounds really annoying."),
    ("solutions", "violated", "Can I pay in two parts?", "No, that's how it is."),
    ("solutions", "violated", "Can you look at my meter?", "That's for the grid people, not us."),
    ("solutions", "violated", "i need someone to fix the gate", "Not our problem, ask the council."),
    ("solutions", "violated", "I lost my ticket", "Tough. Buy another."),
    ("listen", "shown", "my tooth hurts", "Is it worse with hot or with cold?"),
    (
        "listen",
        "shown",
        "I want a birthday dinner for my dad",
        "How many of you will there be, and does he like it quiet?",
    ),
    ("listen", "shown", "I need a doctor", "Which doctor do you usually see?"),
    (
        "listen",
        "shown",
        "They left my sofa on the pavement in the rain",
        "So the sofa stood in the rain, and nobody rang the bell?",
    ),
    ("listen", "none", "I'd like to pay my bill", "What's your customer number?"),
    ("listen", "none", "I'd like to pay my bill", "And your date of birth?"),
    ("listen", "none", "I need a visit", "Would Tuesday at ten suit you?"),
    ("listen", "violated", "My number is 0171 22 33 and my order is 8891", "And your order number?"),
    ("listen", "violated", "I already restarted it twice", "Please restart the router."),
    ("listen", "violated", "Please don't email me, I never read it", "I'll email you the form."),
    ("listen", "violated", "I came home and the door was open and", "Policy number?"),
    ("positive", "shown", "Can you manage it by Friday?", "We can!"),
    ("positive", "shown", "I passed my exam!", "What wonderful news, well done!"),
    ("positive", "shown", "I'm afraid I lost my data", "Nothing is lost, we've brought back worse."),
    ("positive", "violated", "When will it work?", "Honestly, it never does. Good luck."),
    ("positive", "violated", "Is the new model better?", "Same rubbish in a new box."),
    ("support", "shown", "I want your boss", "She's right here, Marta will take over."),
    ("support", "shown", "my wound is red", "Our wound nurse will ring you this afternoon."),
    ("support", "shown", "The driver swore at me", "His manager has been told and will phone you."),
    ("support", "violated", "I want your boss", "He'll say the same as me."),
    ("support", "violated", "Can I speak to someone else?", "There is nobody else for you to speak to."),
    ("support", "none", "The bill is wrong", "Ring billing on 0800 12."),
    ("document", "shown", "Will the night shift know?", "It's in the handover notes, with your name and the time."),
    ("document", "shown", "Can I rely on that?", "You'll have it in writing by tonight."),
    ("document", "shown", "I want to complain", "Your complaint is logged under C-1182."),
    ("document", "violated", "Could I have that on paper?", "We don't put anything on paper."),
    ("document", "violated", "Your colleague promised it", "Nothing in the notes, so nobody promised anything."),
    (
        "document",
        "none",
        "Your colleague promised it",
        "I don't see a note of that, but I believe you and will honour it.",
    ),
]


@pytest.mark.parametrize(("strategy", "verdict", "customer", "agent"), STORIES)
def test_a_message_is_read_against_what_was_said(
    english, strategy: str, verdict: str, customer: str, agent: str
) -> None:
    assert english(agent, customer).findings[strategy].verdict == verdict
