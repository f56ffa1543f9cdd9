"""Asks the connected model for its verdicts on a trainee's line."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from roleplay.i18n import _

if TYPE_CHECKING:
    import httpx

    from roleplay.judgement import Judgement
    from roleplay.llm.chat import ChatClient, Patience
    from roleplay.settings import Settings

TOKENS = 3000
"""What one judgement may cost at the most; an answer takes about 400, the rest is for models that think first."""


class JudgeFailed(Exception):
    """The model gave no verdicts that can be used. The text is one calm sentence: what happened, and what goes on."""


class ModelJudge:
    """Judges lines through the server that the settings name. ``transport`` and ``patience`` are ``ChatClient``'s."""

    def __init__(
        self, settings: Settings, *, transport: httpx.AsyncBaseTransport | None = None, patience: Patience | None = None
    ) -> None:
        """Nothing is imported or sent before the first line."""
        self._settings = settings
        self._transport = transport
        self._patience = patience
        self.notice = ""  # what the trainee should know about how the last line was judged, one sentence
        self._client: ChatClient | None = None  # kept, for what it has learnt about the server

    async def judge(self, customer: str, line: str, language: str) -> Judgement:
        """The model's verdicts on the line, read against the customer's last one; JudgeFailed when it gives none.

        What talks to the grader is taken out before anything is sent. The quotes are not checked here.
        """
        for module in ("roleplay.llm.chat", "roleplay.llm.structured", "roleplay.prompts"):
            await asyncio.to_thread(import_module, module)  # a fifth of a second, in which the screen goes on
        from roleplay.grader import appeals, silenced
        from roleplay.judgement import LONGEST, Judgement
        from roleplay.llm.errors import ModelError
        from roleplay.llm.structured import ask
        from roleplay.prompts import PromptError, coach_again, coach_messages

        meant = "\n".join(part for part in silenced(line, appeals(line)).split("\n") if part.strip())
        noticed: list[str] = []
        try:
            messages = coach_messages(customer[:LONGEST], meant[:LONGEST], language, noticed.append)
            found = await ask(
                self._connected(),
                messages,
                Judgement,
                again=lambda fault: coach_again(fault, language),
                max_tokens=TOKENS,
            )
            reason = _("The model's verdicts cannot be read.")
        except (ModelError, PromptError) as error:
            found, reason = None, str(error)
        self.notice = "".join(noticed)
        if found is None:
            raise JudgeFailed(_("{reason} The coach's own verdicts stand.").format(reason=reason))
        return found

    def _connected(self) -> ChatClient:
        from roleplay.llm.chat import ChatClient, Patience

        if self._client is None:
            # A verdict that comes after the next line helps nobody: one try, and no long wait.
            clocks = Patience.of(self._settings)
            short = replace(
                clocks, first=min(clocks.first, 30), idle=min(clocks.idle, 15), total=min(clocks.total, 45), tries=1
            )
            patience = self._patience or short
            self._client = ChatClient(self._settings.coach, transport=self._transport, patience=patience)
        return self._client
