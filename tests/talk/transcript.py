"""Talk files: whole conversations that a police officer can read and correct.

A line is `who: what they write`, `who按: button`, `who发: photo` or `who到岗: role area unit`
(a new member of staff signs in; - for no area); `who拉黑:` blocks the channel;
`过了: 3 days` moves the clock; `送达:` sends what waits in the outbox;
`到点: job` is the clock (see JOBS); `来文: number code …;…` takes in a
case file of these rows, - for an empty cell (see FEED_HEADER). Everything else is what the house says,
under the name 民意, with its buttons in brackets. A talk is played and written down again; the file
must come out as it was. Codes that differ each time stand as 〈回执码1〉; a citizen's line may use them.
"""

import os
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessages,
    EditMessageText,
    SendDocument,
    SendMessage,
    SendPhoto,
)

from domain.role import Role
from handlers import personnel
from handlers.feed import import_file
from scheduler.broadcast_jobs import send_broadcasts
from scheduler.case_jobs import look_after_revisits, remind_of_property, tell_no_news
from scheduler.deadline_jobs import watch_deadlines
from scheduler.unreached_jobs import tell_of_unreached
from tests.talk.stage import Person, Stage

LINE = re.compile(r"^(?P<who>[^\s::#【\[]{1,12}?)(?P<act>按|发|到岗|拉黑)?[::]\s?(?P<what>.*)$")
CODE = re.compile(r"\b[ML][0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b")
KINDS = {"M": "回执码", "L": "接着用的码"}
SHAPE = "L7K2M-9QXD"
"""What a code looks like: this one is none."""
UNITS = {
    "days": "days",
    "hours": "hours",
    "minutes": "minutes",
    "天": "days",
    "小时": "hours",
    "分钟": "minutes",
}
JOBS = {
    "期限": watch_deadlines,
    "发布": send_broadcasts,
    "没有新进展": tell_no_news,
    "回访": look_after_revisits,
    "物品提醒": remind_of_property,
    "联系不上": tell_of_unreached,
}
FEED_HEADER = "案件编号,查询码,案件类别,案由,办案单位,联系电话,阶段,阶段时间,敏感,物品可发还"
PHOTO = Path(__file__).parent / "photo.jpg"


class Transcript:
    """Plays one talk file. `deliver` sends what waits in the outbox."""

    def __init__(self, stage: Stage, deliver: Callable[[], Awaitable[None]] | None = None) -> None:
        self.stage, self.deliver = stage, deliver
        self.people: dict[str, Person] = {}
        self.codes: dict[str, str] = {}
        self.out: list[str] = []

    async def play(self, talk: str) -> str:
        """The talk as it really goes."""
        for line in talk.splitlines():
            if line.startswith("#") or not line.strip():
                self.out.append(line.rstrip())
                continue
            match = LINE.match(line)
            if match is None or line.startswith((" ", "民意", "提示")):
                continue
            self.out.append(line.rstrip())
            before = len(self.stage.heard.said)
            await self._act(match["who"], match["act"], match["what"].strip())
            self._write_down(before)
        return "\n".join(_squeezed(self.out)) + "\n"

    async def _act(self, who: str, act: str | None, what: str) -> None:
        for code, name in self.codes.items():
            what = what.replace(name, code)
        if who == "过了":
            number, unit = what.split()
            self.stage.wait(**{UNITS[unit]: float(number)})
        elif who == "到点":
            await JOBS[what](self.stage.database, self.stage.house, self.stage.time)
        elif who == "来文":
            await self._takes_in(what)
        elif who == "送达":
            assert self.deliver is not None
            await self.deliver()
        elif act == "到岗":
            await self._signs_in(who, *what.split())
        elif act == "拉黑":
            self._person(who).blocks()
        elif act == "按":
            await self._person(who).presses(what)
        elif act == "发":
            await self._person(who).sends_photo(PHOTO.read_bytes(), what or None)
        else:
            await self._person(who).says(what.replace("⏎", "\n"))

    async def _takes_in(self, rows: str) -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "feed.csv"
            lines = [",".join(c.removesuffix("-") for c in r.split()) for r in rows.split(";")]
            path.write_text("\n".join((FEED_HEADER, *lines)), encoding="utf-8")
            stage = self.stage
            summary = await import_file(stage.database, stage.house, path, lambda: stage.time)
            assert summary.rejected == 0, path.with_name("feed.csv.rejected.csv").read_text()

    async def _signs_in(
        self, name: str, role: str, area: str = "-", unit: str | None = None
    ) -> None:
        async with self.stage.database.transaction() as db:
            house, now = self.stage.house, self.stage.time
            desk = None if area == "-" else area
            _, code = await personnel.add(db, house, name, Role(role), desk, unit, now)
        await self._person(name).says(f"/staff {code}")

    def _person(self, who: str) -> Person:
        if who not in self.people:
            language = "en" if who.isascii() else "zh"
            self.people[who] = self.stage.person(101 + len(self.people), language)
        return self.people[who]

    def _write_down(self, before: int) -> None:
        for method in self.stage.heard.said[before:]:
            if isinstance(method, AnswerCallbackQuery):
                if method.text:
                    self.out.append(f"提示: {method.text}")
                continue
            if isinstance(method, DeleteMessages):
                self.out.append(f"民意: (从聊天里删去{len(method.message_ids)}条)")
            if not isinstance(method, SendMessage | EditMessageText | SendPhoto | SendDocument):
                continue
            verb = "民意改" if isinstance(method, EditMessageText) else "民意"
            name = next(n for n, p in self.people.items() if p.chat_id == method.chat_id)
            to = f"({name})" if len(self.people) > 1 else ""
            lines = self._said(method).rstrip().splitlines() or [""]
            self.out.append(f"{verb}{to}: {lines[0]}")
            self.out.extend(f"      {line}".rstrip() for line in lines[1:])
            rows = getattr(method.reply_markup, "inline_keyboard", None) or []
            for row in rows:
                self.out.append(
                    "      " + " ".join(f"[{self._named(button.text)}]" for button in row)
                )

    def _said(self, method: SendMessage | EditMessageText | SendPhoto | SendDocument) -> str:
        if isinstance(method, SendPhoto):
            return "(照片)"
        if isinstance(method, SendDocument):
            return f"(文件 {getattr(method.document, 'filename', '')})"
        return self._named(method.text or "")

    def _named(self, text: str) -> str:
        """With a name in place of every code."""
        for code in CODE.findall(text):
            if code != SHAPE:
                self.codes.setdefault(code, f"〈{KINDS[code[0]]}{len(self.codes) + 1}〉")
        for code, name in self.codes.items():
            text = text.replace(code, name)
        return text


def _squeezed(lines: list[str]) -> list[str]:
    """Never two empty lines in a row: what the house says may hold some of its own."""
    return [line for i, line in enumerate(lines) if line or (i > 0 and lines[i - 1])]


async def check(
    path: Path, stage: Stage, deliver: Callable[[], Awaitable[None]] | None = None
) -> None:
    """Play a talk file and compare; MINYI_ACCEPT_TALKS=1 writes down how it goes now instead."""
    written = path.read_text(encoding="utf-8")
    played = await Transcript(stage, deliver).play(written)
    if os.environ.get("MINYI_ACCEPT_TALKS"):
        path.write_text(played, encoding="utf-8")
    assert played == written
