"""Personas made at random from the schema: any temper, needs, remedies, tactics and manners that a file could hold."""

import random

from people import persona

from roleplay.persona import Kind, Manner, Persona


def random_persona(seed: int) -> Persona:
    """A sound persona whose numbers are all drawn anew."""
    rng = random.Random(seed)
    kinds = [Kind.MONEY, Kind.REDO, Kind.CERTAINTY, Kind.ATTENTION]
    needs = [
        {
            "id": f"need{n}",
            "what": f"need {n}",
            "kind": kind,
            "weight": round(rng.uniform(0.1, 5), 2),
            "still": [f"Need {n}, still {i}." for i in range(3)],
        }
        for n, kind in enumerate(rng.sample(kinds, rng.randint(1, 4)))
    ]
    remedies = [
        {
            "id": f"remedy{n}",
            "what": f"remedy {n}",
            "cues": [f"remedy {n}"],
            "meets": [need["id"]] if rng.random() < 0.8 or n < len(needs) else [],
            "share": 1.0 if n < len(needs) else round(rng.uniform(0.05, 1), 2),
        }
        for n, need in enumerate([*needs, *needs, needs[0]])
    ]
    buttons = [
        {
            "id": f"button{n}",
            "what": f"button {n}",
            "cues": [f"button {n}"],
            "anger": round(rng.uniform(0.2, 3), 2),
            "reacts": [f"Button {n}, reaction {i}." for i in range(2)],
        }
        for n in range(rng.randint(1, 4))
    ]
    manners = {
        manner: {"often": round(rng.uniform(0.01, 0.6), 2), "lines": [f"{manner} {i}." for i in range(4)]}
        for manner in rng.sample(list(Manner), rng.randint(0, 4))
    }
    temper = {
        "anger": round(rng.uniform(0, 10), 1),
        "satisfaction": round(rng.uniform(0, 9), 1),
        "patience": rng.randint(3, 30),
        "heats": round(rng.uniform(0.3, 2), 2),
        "cools": round(rng.uniform(0.3, 1.5), 2),
        "words": round(rng.uniform(0, 1), 2),
    }
    return persona(
        id=f"random-{seed}",
        needs=needs,
        remedies=remedies,
        hot_buttons=buttons,
        manners=manners,
        temper=temper,
        tactics=[
            {"act": "demand_manager", "above": round(rng.uniform(0, 10), 1), "after": rng.randint(0, 9)},
            {"act": "threaten", "above": round(rng.uniform(0, 10), 1), "often": 0.5},
        ],
    )
