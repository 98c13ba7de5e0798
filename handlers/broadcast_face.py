"""What a broadcast looks like: to citizens, and on the card of a member of staff."""

from collections.abc import Iterator
from dataclasses import dataclass

from content.text import Texts
from domain.broadcast import Act, Counts, State, follow, may_change
from domain.policy import Policy
from domain.say import Button, Say, press
from handlers.card_face import back_to_workplace
from handlers.house import House
from handlers.welcome import menu_row
from storage.schema.broadcast import Broadcast
from storage.schema.staff import Staff

EXCERPT = 60
UNDER_WAY = (State.SENDING, State.PAUSED, State.STOPPED, State.DONE)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a card shows of a broadcast. willing: people who agree at present."""

    broadcast: Broadcast
    counts: Counts
    willing: int
    writer: str
    approver: str | None
    at_night: bool

    @property
    def state(self) -> State:
        return State(self.broadcast.state)


def push(house: House, broadcast: Broadcast, language: str) -> Say:
    """The message to a citizen, in Chinese where there is no English."""
    texts = house.book[language]
    words = broadcast.en if language == "en" and broadcast.en else broadcast.zh
    stop = Button(texts("broadcast.button_stop"), press("stop", "now", "broadcasts"))
    return Say(texts("broadcast.push", text=words).rstrip(), ((stop,), menu_row(texts)))


def card(
    house: House,
    texts: Texts,
    standing: Standing,
    viewer: Staff,
    news: str = "",
    *,
    whole: bool = False,
) -> Say:
    """The card as `viewer` sees it. whole: with all the words, which it has anyhow before the sending."""
    broadcast = standing.broadcast
    lines = [texts(f"broadcast.news_{news}")] if news else []
    state = texts(f"broadcast.state_{standing.state}")
    lines.append(texts("broadcast.head", number=broadcast.id, state=state))
    named = {"writer": standing.writer, "approver": standing.approver}
    lines.append(
        texts("broadcast.people_approved" if named["approver"] else "broadcast.people", **named)
    )
    if standing.state in UNDER_WAY:
        lines.append(progress(texts, standing.counts, standing.state))
    else:
        lines.append(texts("broadcast.willing", willing=standing.willing))
    if standing.at_night and standing.state in (State.APPROVED, State.SENDING):
        lines.append(texts("broadcast.at_night", start=_morning(house.policy)))
    lines.append("")
    if whole or standing.state not in UNDER_WAY:
        lines += _words(house, texts, broadcast)
    else:
        lines.append(texts("broadcast.excerpt", text=_shorten(texts, broadcast.zh)))
    return Say("\n".join(lines), tuple(_buttons(texts, standing, viewer, whole=whole)))


def progress(texts: Texts, counts: Counts, state: State) -> str:
    """How far it is, in words; a bar only where it goes on or went to its end."""
    if state is State.STOPPED:
        never = counts.everybody - counts.done
        return texts("broadcast.progress_stopped", done=counts.done, never=never)
    return texts(
        "broadcast.progress",
        bar=counts.bar(),
        share=name_share(counts),
        done=counts.done,
        later=counts.later + counts.unwritten,
        never=counts.never,
    ).rstrip()


def name_share(counts: Counts) -> str:
    """Rounded down: a hundred per cent only when everything is settled."""
    return f"{int(counts.share * 100)}%"


def _words(house: House, texts: Texts, broadcast: Broadcast) -> Iterator[str]:
    yield texts("broadcast.preview")
    yield push(house, broadcast, "zh").text
    if broadcast.en:
        yield ""
        yield texts("broadcast.preview_other")
        yield push(house, broadcast, "en").text


def _shorten(texts: Texts, words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= EXCERPT else line[:EXCERPT] + texts("broadcast.more")


def _morning(policy: Policy) -> str:
    return f"{policy.quiet_hours.end:%H:%M}"


def _buttons(
    texts: Texts, standing: Standing, viewer: Staff, *, whole: bool
) -> Iterator[tuple[Button, ...]]:
    broadcast, state = standing.broadcast, standing.state

    def possible(act: Act) -> bool:
        return follow(state, act) is not None and may_change(act, viewer.id, broadcast.writer_id)

    def button(name: str, verb: str, *arguments: object) -> Button:
        return Button(
            texts(f"broadcast.button_{name}"), press("cast", verb, broadcast.id, *arguments)
        )

    if possible(Act.APPROVE):
        approve = button("approve", "approve", broadcast.version)
        yield (approve, button("send_back", "send_back", broadcast.version))
    if possible(Act.PROPOSE):
        yield (button("propose", "propose", broadcast.version),)
    if possible(Act.CHANGE):
        yield (button("change_zh", "write", "zh"), button("change_en", "write", "en"))
    if possible(Act.PAUSE):
        yield (button("pause", "pause"), button("stop_it", "stop"))
    elif possible(Act.RESUME):
        yield (button("resume", "resume"), button("stop_it", "stop"))
    elif possible(Act.STOP) and viewer.id in (broadcast.writer_id, broadcast.approver_id):
        yield (button("discard", "stop"),)
    if state in UNDER_WAY:
        yield (button("back", "open") if whole else button("words", "words"),)
    listing = Button(texts("broadcast.button_list"), press("cast", "list"))
    yield (listing, *back_to_workplace(texts))
