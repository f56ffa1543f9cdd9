"""How long a reading takes: median and p99 in milliseconds over 100 different messages of about 300 characters.

Run ``python tests/bench/bench_reading.py``. Every message is read once, so that no remembered sentence flatters, after
a warm-up with other messages. The second figure is a key press at the end of a draft of 1,500 characters.
"""

from __future__ import annotations

import random
import statistics
import time

from roleplay.playbook import Playbook, load_playbook
from roleplay.reading import read

PARTS = {
    "en": (
        (
            "I'm sorry about",
            "I understand how annoying",
            "Let me look at",
            "I've noted",
            "Could you tell me more about",
        ),
        ("the second charge", "the parcel", "your appointment", "the late flight", "the broken screen", "order {}"),
        ("and I'll call you back by {} pm", "which should not have happened", "so that nobody asks again", "today"),
        "You charged me twice and nobody ever called me back!",
    ),
    "it": (
        ("Mi dispiace per", "Capisco quanto pesi", "Verifico subito", "Ho annotato", "Mi racconti meglio di"),
        ("il doppio addebito", "il pacco", "il suo appuntamento", "il volo in ritardo", "lo schermo", "l'ordine {}"),
        ("e la richiamo entro le {}", "che non doveva succedere", "così nessuno glielo chiede più", "oggi stesso"),
        "Mi avete addebitato tutto due volte e nessuno mi richiama!",
    ),
}


def message(language: str, rng: random.Random, length: int) -> str:
    """A message of at least this many characters, with numbers that make each sentence a new one."""
    first, second, third, _ = PARTS[language]
    text = ""
    while len(text) < length:
        sentence = f"{rng.choice(first)} {rng.choice(second)} {rng.choice(third)}"
        text += sentence.replace("{}", str(rng.randrange(10_000))) + f", {rng.randrange(100_000)}. "
    return text[:length]


def measure(texts: list[str], customer: str, playbook: Playbook) -> tuple[float, float]:
    """Median and p99 of one reading each, in milliseconds."""
    took = []
    for text in texts:
        start = time.perf_counter()
        read(text, customer, playbook)
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took), statistics.quantiles(took, n=100)[98]


def main() -> None:
    """Print the figures for both languages."""
    for language, parts in PARTS.items():
        start = time.perf_counter()
        playbook = load_playbook(language)
        loaded = time.perf_counter()
        read("Hello, 1.", parts[3], playbook)
        first = time.perf_counter()
        rng = random.Random(1)
        measure([message(language, rng, 300) for _ in range(100)], parts[3], playbook)
        whole = measure([message(language, rng, 300) for _ in range(100)], parts[3], playbook)
        draft = message(language, rng, 1500)
        keys = measure([draft + " and so on"[:count] for count in range(1, 10)] * 11, parts[3], playbook)
        print(f"{language}: load {1000 * (loaded - start):.0f} ms, first reading {1000 * (first - loaded):.0f} ms")
        print(f"{language}: 300 characters, all new: median {whole[0]:.2f} ms, p99 {whole[1]:.2f} ms")
        print(f"{language}: a key in 1,500 characters: median {keys[0]:.2f} ms, p99 {keys[1]:.2f} ms")


if __name__ == "__main__":
    main()
