"""The model voice: a model puts the act into words, as the prompt in ``prompts/`` asks it to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from importlib import import_module
from typing import TYPE_CHECKING, Literal

from roleplay.i18n import _
from roleplay.voices.guard import guarded
from roleplay.voices.scene import Scene, VoiceFailed

if TYPE_CHECKING:
    import httpx

    from roleplay.llm.chat import Patience
    from roleplay.settings import Settings

TOKENS = 1500
"""What one line may cost at the most; a line takes about 100, the rest is for models that think first."""


class ModelVoice:
    """Speaks through the server that the settings name. ``transport`` and ``patience`` are those of ``ChatClient``."""

    name: Literal["scripted", "model"] = "model"

    def __init__(
        self, settings: Settings, *, transport: httpx.AsyncBaseTransport | None = None, patience: Patience | None = None
    ) -> None:
        """Nothing is imported or sent before the first line."""
        self._settings = settings
        self._transport = transport
        self._patience = patience
        self.notice = ""  # what the trainee should know about the line just spoken, one sentence
        self._noticed: set[str] = set()

    async def speak(self, scene: Scene) -> AsyncGenerator[str, None]:
        """The customer's line as it comes; VoiceFailed when the model or the prompt fails."""
        for module in ("roleplay.llm.chat", "roleplay.prompts"):
            await asyncio.to_thread(import_module, module)  # a fifth of a second, in which the screen goes on
        from roleplay.llm.chat import ChatClient
        from roleplay.llm.errors import ModelError
        from roleplay.prompts import PromptError, customer_messages

        client = ChatClient(self._settings, transport=self._transport, patience=self._patience)
        self.notice = ""
        try:
            messages = customer_messages(scene, self._notice)
            async with aclosing(client.stream(messages, max_tokens=TOKENS)) as pieces:
                async for piece in guarded(_aloud(pieces, scene.persona.name), scene):
                    yield piece
        except (ModelError, PromptError) as error:
            failure = VoiceFailed(_("{reason} The scripted voice goes on.").format(reason=error))
        else:
            return
        raise failure

    def _notice(self, sentence: str) -> None:
        """Tell the trainee, but not in every turn the same."""
        if sentence not in self._noticed:
            self._noticed.add(sentence)
            self.notice = sentence


async def _aloud(pieces: AsyncIterator[str], name: str) -> AsyncIterator[str]:
    """Only what is said aloud: no name in front, no echoed stage direction, no line breaks."""
    from roleplay.llm.thoughts import Thoughts

    directions = Thoughts(("[",), ("]",))
    labels = tuple(f"{who}:" for who in (name.casefold(), name.split()[0].casefold()))
    head: str | None = ""
    space = True
    async for piece in pieces:
        text = directions.feed(piece)
        if head is not None:
            head = (head + text).lstrip()
            begun = head.casefold()
            if any(label.startswith(begun) and label != begun for label in labels):
                continue
            label = next((label for label in labels if begun.startswith(label)), "")
            text, head = head[len(label) :].lstrip(), None
        text = " ".join(("x" + text + "x").split())[1:-1]
        text = text.lstrip(" ") if space else text
        if text:
            space = text.endswith(" ")
            yield text
    if head:
        yield head
