"""How many tokens a model is sent in each of 60 turns, by agent and language.

Run ``python tests/bench/bench_prompts.py``. Tokens are estimated by the rule in ``roleplay/tokens.py``. The
customers are the shipped ones, with patience without end and never content, so that every call has its 60 turns.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from talkers import AGENTS, changing

from roleplay.library import files, load
from roleplay.persona import Persona
from roleplay.prompts import customer_messages, size
from roleplay.rehearsal import endless, scenes
from roleplay.session import State

TURNS = 60
SHOWN = (0, 1, 2, 4, 6, 8, 10, 12, 15, 20, 30, 40, 50, 60)
BARS = "▁▂▃▄▅▆▇█"


def main() -> None:
    """Print the curves, and turn 60 against turn 12."""
    personas = [endless(load(id)) for id in sorted(files())]
    print(f"{'tokens a turn (estimated), mean of the calls; turn:':52}" + "".join(f"{turn:6}" for turn in SHOWN))
    for language in ("en", "it"):
        for name, agent in {**AGENTS, "changing": changing}.items():
            curves = [curve(persona, agent) for persona in personas if persona.language == language]
            mean = [statistics.mean(each[turn] for each in curves) for turn in range(TURNS + 1)]
            worst = max(each[TURNS] / each[12] for each in curves)
            peak = max(max(each[12:]) / each[12] for each in curves)
            head = f"{language} {name:9} {len(curves):2} personas"
            print(f"{head:52}" + "".join(f"{mean[turn]:6.0f}" for turn in SHOWN))
            print("   " + "".join(BARS[min(7, int(each / max(mean) * 8))] for each in mean))
            ratio = f"{mean[60] / mean[12]:.2f}, worst call {worst:.2f}"
            print(f"   turn 60 / turn 12: {ratio}; highest turn from 12 on / turn 12, worst call: {peak:.2f}")


def curve(persona: Persona, agent: Callable[[Persona], Callable[[State], str]]) -> list[int]:
    """The tokens of each turn of one call."""
    call = islice(scenes(persona, agent(persona)), TURNS + 1)
    return [size(customer_messages(scene), persona.language) for scene in call]


if __name__ == "__main__":
    main()
