"""The judge of a call in a pipe: it works in a thread of its own, while the call speaks or waits for its input."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future, wait
from contextlib import suppress
from threading import Thread

from roleplay.judging import Answer, judge_last
from roleplay.llm.judge import ModelJudge
from roleplay.session import State
from roleplay.settings import Settings


class Beside:
    """Asks the connected model about lines, and hands out its answers when they are asked for."""

    def __init__(self, settings: Settings) -> None:
        self._judge = ModelJudge(settings)
        self._loop = asyncio.new_event_loop()
        self._asked: list[Future[Answer]] = []
        self._trouble: list[str] = []
        self._thread = Thread(target=self._loop.run_forever, name="judge", daemon=True)
        self._thread.start()

    def ask(self, state: State) -> None:
        """Have the trainee's last line judged."""
        self._asked.append(asyncio.run_coroutine_threadsafe(judge_last(state, self._judge), self._loop))

    def answers(self, patience: float = 0.0) -> list[Answer]:
        """The answers that have come since the last time, those to the last line within so many seconds."""
        if patience and self._asked:
            wait(self._asked[-1:], patience)
        done = [asked for asked in self._asked if asked.done()]
        self._asked = [asked for asked in self._asked if asked not in done]
        come = [asked.result() for asked in done]
        self._trouble += [answer.problem for answer in come if answer.problem]
        return come

    def trouble(self) -> str:
        """Why the first answer failed, the first time that this is asked; empty otherwise."""
        told = next(iter(self._trouble), "")
        if told:
            self._trouble = [""]
        return told

    def close(self) -> None:
        """Give up what has not come, and hang up."""
        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(_give_up(), self._loop).result(timeout=1)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=1)
        if not self._thread.is_alive():
            self._loop.close()


async def _give_up() -> None:
    asking = asyncio.all_tasks() - {asyncio.current_task()}
    for task in asking:
        task.cancel()
    await asyncio.gather(*asking, return_exceptions=True)
