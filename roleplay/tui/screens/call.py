"""The call: the conversation, the draft, and beside them the coach's panel."""

from __future__ import annotations

import asyncio
import gc
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import TextArea

from roleplay.clean import clean
from roleplay.events import Ended, Judged, Said, Spoke, Support
from roleplay.i18n import _
from roleplay.judging import GRACE, judge_last
from roleplay.session import CallOver
from roleplay.tui import keys, words
from roleplay.tui.calm import Calm
from roleplay.tui.coach_panel import CoachPanel
from roleplay.tui.debounce import Debounce
from roleplay.tui.transcript import entries
from roleplay.tui.typist import Typist
from roleplay.tui.widgets.conversation import Conversation, Entry
from roleplay.tui.widgets.draft import Draft
from roleplay.tui.widgets.key_bar import KeyBar
from roleplay.tui.widgets.tip import TipBox
from roleplay.tui.widgets.title_bar import TitleBar
from roleplay.voices import perform

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from roleplay.events import AnyEvent
    from roleplay.tui.app import RoleplayApp
    from roleplay.tui.calling import Call

_WIDTHS = [(0, "-tiny"), (72, "-narrow"), (112, "-wide")]


class CallScreen(Calm, Screen[None]):
    """Hands what the trainee does to the session, keeps the events, and then shows them."""

    CSS_PATH = "call.tcss"
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(keys.CALL, priority=True)]
    AUTO_FOCUS = "#draft"
    app: RoleplayApp

    def __init__(self, call: Call) -> None:
        super().__init__()
        self.call = call
        self._after: list[Entry] = []  # what is shown once the customer's line is complete
        self._judging: asyncio.Event | None = None  # set when the last line is judged, or will not be
        self._judge_failed = False
        self._save = Debounce(self._save_words, quiet=0.7, most=4.0)

    def compose(self) -> ComposeResult:
        """Title, conversation, tip and draft, the coach's panel, keys."""
        persona = self.call.state.persona
        yield TitleBar(persona.name, persona.headline)
        with Horizontal(id="call"):
            with Vertical(id="talk"):
                yield Conversation(id="conversation")
                yield TipBox(id="tip")
                yield Draft(id="draft", placeholder=_("Your words. Enter sends, Ctrl+J: new line."))
            yield CoachPanel(self.call, id="coach")
        yield KeyBar(keys.CALL)

    def on_mount(self) -> None:
        """Show what was said so far, and let the customer go on."""
        call, state = self.call, self.call.state
        self._talk = self.query_one(Conversation)
        self._draft = self.query_one(Draft)
        self._coach = self.query_one(CoachPanel)
        self._typist = Typist(self, self._talk, pace=call.settings.pace, done=self._line_done)
        self._draft.sends(self._send)
        call.lasting = self._notice
        self._coach.advises(self.query_one(TipBox), self._draft, lambda: self._typist.busy)
        self._talk.show(entries(call.session.events, state.persona, call.names))
        self._draft.put(state.draft)
        self._coach.show_state()
        # What is loaded by now stays: without this the collector walks all of it, which is the slowest key in twenty.
        self.call_after_refresh(gc.freeze)
        self.set_interval(1, self._show_clock)
        self._show_clock()
        if state.ended:
            self._over()
        elif not state.lines and not state.pending:
            self.open()
        elif state.answering:
            self.customer_turn()

    def on_unmount(self) -> None:
        """The next call has memory of its own."""
        gc.unfreeze()

    # What the trainee does

    def _send(self) -> None:
        text = clean(self._draft.text).strip()
        if self.call.state.ended and not self._typist.busy:
            self.call_later(self.action_debrief)
        elif self._typist.busy or self.call.state.answering:
            if text:
                self.query_one(TipBox).quiet(_("The customer is still typing; your draft stays as it is."))
            elif self._typist.complete:
                self._typist.hurry()
        elif text:
            self._say(text)

    @on(TextArea.Changed)
    def _typed(self) -> None:
        self._save.touch()
        self._coach.draft_changed()

    def _say(self, text: str) -> None:
        """Say a line, and take it out of the box at once: what is typed from now on is the next draft."""
        call = self.call
        events = self._coach.tips_seen()
        try:
            # Without a judge the customer reacts at once; with one the reaction waits a moment for the verdicts.
            events += (call.session.send if call.judge else call.session.say)(text, call.now())
        except Exception as error:  # the words stay in the box, whatever is wrong below
            if not isinstance(error, CallOver):
                self.app.trouble(error)
            self.run_worker(call.keep(events), group="save", exit_on_error=False)
            return
        self._draft.empty()
        self._save.cancel()
        self.said(events)
        self._judging = asyncio.Event() if call.judge else None
        if self._judging:
            self.judge_line(self._judging)

    @work(group="say", exit_on_error=False)
    async def said(self, events: list[AnyEvent]) -> None:
        """Keep and show what was said; the customer's turn follows, unless the call has ended meanwhile."""
        await self._keep_and_show(events)
        self._coach.show_sent()
        if self.call.state.answering:
            self.customer_turn()

    @work(group="judge", exit_on_error=False)
    async def judge_line(self, done: asyncio.Event) -> None:
        """The model's verdicts on the line just sent, whenever they come; the first failure in a call is told."""
        call = self.call
        if call.judge is None:
            return
        try:
            answer = await judge_last(call.state, call.judge)
            events = call.session.judged(answer.judgement, answer.turn, call.now()) if answer.judgement else []
        finally:
            done.set()
        await call.keep(events)
        if answer.problem and not self._judge_failed and not call.state.ended:
            self._judge_failed = True
            self._notice(answer.problem)
        for event in events:
            if isinstance(event, Judged):
                self._show_judged(event)

    @work(group="turn", exclusive=True, exit_on_error=False)
    async def open(self) -> None:
        """The customer opens the call."""
        await self.call.keep(self.call.session.open(self.call.now()))
        self.customer_turn()

    @work(group="turn", exclusive=True, exit_on_error=False)
    async def customer_turn(self) -> None:
        """The customer's line: each piece is kept, and then shown."""
        call = self.call
        self._typist.begin(clean(call.state.persona.name), words.hour(call.now()))
        try:
            await self._react()
            async for step in perform(call.session, call.voice, call.understudy, call.now):
                await call.keep(step.events)
                if step.problem:
                    self._after.append(Entry("notice", clean(step.problem)))
                whole = next((event.text for event in step.events if isinstance(event, Spoke)), None)
                ended = [event for event in step.events if isinstance(event, Ended)]
                self._after += entries(ended, call.state.persona, call.names)
                text = call.state.heard if whole is None else whole
                self._typist.feed(clean(text), complete=whole is not None)
        except Exception as error:  # a fault of a voice must not end the call
            self._typist.stop()
            self.app.trouble(error)

    async def _react(self) -> None:
        """The customer reacts to the line, to the model's verdicts on it if they come in time."""
        call = self.call
        if call.state.unanswered is None:
            return
        if self._judging:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._judging.wait(), GRACE)
        await call.keep(call.session.act(call.now()))

    def _show_judged(self, judged: Judged) -> None:
        """Other verdicts for a line that is shown, or waits to be shown."""
        call = self.call
        said = [event for event in call.session.events if isinstance(event, Said) and event.turn == judged.turn]
        (before,) = entries(said, call.state.persona, call.names)
        (after,) = entries([*said, judged], call.state.persona, call.names)
        self._after = [replace(entry, marks=after.marks) if entry == before else entry for entry in self._after]
        self._talk.mark(before, after.marks)
        self._coach.show_judged()

    async def _keep_and_show(self, events: Sequence[AnyEvent]) -> None:
        await self.call.keep(events)
        for entry in entries(events, self.call.state.persona, self.call.names):
            self._show(entry)

    def _show(self, entry: Entry) -> None:
        if self._typist.busy:
            self._after.append(entry)
        else:
            self._talk.add(entry)

    def _notice(self, text: str) -> None:
        self._show(Entry("notice", clean(text)))

    def _line_done(self) -> None:
        for entry in self._after:
            self._talk.add(entry)
        self._after = []
        self.query_one(TipBox).quiet()
        self._coach.show_state()
        if self.call.state.ended:
            self._over()

    def _over(self) -> None:
        self.workers.cancel_group(self, "judge")
        self._typist.stop()
        for entry in self._after:
            self._talk.add(entry)
        self._after = []
        self._draft.read_only = True
        self._draft.show_cursor = False
        self._draft.placeholder = _("The call is over. Write the case note with F3; Enter goes to the debrief.")
        self.query_one(KeyBar).show(keys.OVER)
        self._coach.show_state()
        self._show_clock()

    def _show_clock(self) -> None:
        self.query_one(TitleBar).show_aside(words.clock(self.call.state.clock(self.call.now())))

    # Keeping words

    def _save_words(self) -> None:
        if events := self._unkept():
            self.run_worker(self.call.keep(events), group="save", exit_on_error=False)

    def keep_words(self) -> str:
        """Keep the draft now."""
        self._save.cancel()
        return self.call.keep_now(self._unkept())

    def _unkept(self) -> list[AnyEvent]:
        if self.call.state.ended or not self.is_mounted:
            return []
        return self.call.session.drafted(self._draft.text, self.call.now())

    # Keys

    def action_hurry(self) -> None:
        """Let the customer's line appear at once; when there is nothing to wait for, put the tip away."""
        if self._typist.busy:
            self._typist.hurry()
        elif events := self._coach.put_away():
            self.run_worker(self.call.keep(events), group="save", exit_on_error=False)

    def action_coach(self) -> None:
        """How much help comes with each strategy."""
        from roleplay.tui.screens.coach import CoachScreen

        screen = CoachScreen(self.call.help, self.call.names, self.call.choose)
        self.app.push_screen(screen, lambda _nothing: self._coach.show_help())

    def action_scroll_back(self) -> None:
        """A page back in the conversation."""
        self._talk.scroll_page_up(animate=False)

    def action_scroll_on(self) -> None:
        """A page on."""
        self._talk.scroll_page_down(animate=False)

    def action_tip(self) -> None:
        """A tip on request."""
        self._coach.show_tip()

    def action_brief(self) -> None:
        """The brief, over the call."""
        from roleplay.tui.screens.brief import BriefScreen

        self.app.push_screen(BriefScreen(self.call.state.persona, in_call=True))

    def action_notes(self) -> None:
        """The case note, beside the call."""
        from roleplay.tui.screens.notes import NotesScreen

        self.app.push_screen(NotesScreen(self.call))

    @work(group="minute", exclusive=True, exit_on_error=False)
    async def action_minute(self) -> None:
        """Take a minute: the clock stops."""
        from roleplay.tui.screens.minute import MinuteScreen

        call = self.call
        if call.state.ended:
            return
        await call.keep(call.session.pause(call.now()))
        await self.app.push_screen_wait(MinuteScreen(clean(call.state.persona.name)))
        await call.keep(call.session.resume(call.now()))
        self._show_clock()

    @work(group="support", exclusive=True, exit_on_error=False)
    async def action_support(self) -> None:
        """Ask for support: a colleague's advice, or hand over."""
        from roleplay.tui.screens.support import SupportScreen

        call = self.call
        if call.state.ended:
            return
        chosen = await self.app.push_screen_wait(SupportScreen(call))
        if chosen is None or call.state.ended:
            return
        text = call.session.advice() if chosen is Support.ADVICE else call.state.handing
        events = self._coach.tips_seen() if chosen is Support.HANDOVER else []
        try:
            events += call.session.support(chosen, text, call.now())
        except CallOver:
            await call.keep(events)
            self.query_one(TipBox).quiet(_("The customer is still speaking; hand over when they have finished."))
            return
        await self._keep_and_show(events)
        if chosen is Support.HANDOVER:
            self._coach.show_sent()
            if call.state.pending:
                self.customer_turn()

    @work(group="end", exclusive=True, exit_on_error=False)
    async def action_end(self) -> None:
        """End the call, after asking once."""
        from roleplay.tui.screens.confirm import ConfirmScreen

        call = self.call
        if call.state.ended:
            self.action_debrief()
            return
        question = _("End the call with {name}?").format(name=clean(call.state.persona.name))
        if await self.app.push_screen_wait(ConfirmScreen(question, _("End the call"))) and not call.state.ended:
            self.workers.cancel_group(self, "turn")
            await self._keep_and_show(self._coach.tips_seen() + call.session.end(call.now()))
            self._over()

    def action_debrief(self) -> None:
        """To the debrief, once the call is over."""
        if self.call.state.ended:
            from roleplay.tui.screens.debrief import DebriefScreen

            self.app.switch_screen(DebriefScreen(self.call))
