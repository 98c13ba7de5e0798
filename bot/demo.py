"""Fills a demo with invented cases and staff, and tells whoever started it what to try."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from content.demo import DemoCase, DemoStaff, load_demo_cases, load_demo_staff
from content.text import LANGUAGES, Book
from domain.case_change import Seal, change_case
from domain.typed import as_code
from handlers import revisit
from handlers.house import House
from handlers.signin import issue_code
from storage import cases, staff
from storage.database import Database, Transaction

AT_THE_PAGE = ("demo.first_complaint", "demo.first_staff", "demo.first_case")
IN_A_TERMINAL = ("demo.first_here", "demo.staff_here", "demo.first_case")
"""What to try first."""
FIRST_WORDS = "demo.first_words"
"""What a visitor is told to write: the desk that the steps go on with must get it."""

SignIns = list[tuple[DemoStaff, str]]
"""Members of staff with the one-time codes of this start."""


async def seed(database: Database, house: House, now: datetime) -> SignIns:
    """Add what is missing, in one commit, and give every member of staff a fresh sign-in code."""
    async with database.transaction(long=True) as db:
        await _seed_cases(db, house, now)
        return await _seed_staff(db, house, now)


def tell(book: Book, address: str, sign_ins: SignIns) -> str:
    """What the start of a demo prints, in both languages. Without an address: that of a terminal."""
    zh, en = (book[language] for language in LANGUAGES)

    def heading(key: str) -> str:
        return f"\n{zh(f'demo.{key}')} · {en(f'demo.{key}')}"

    return "\n".join(
        [
            "",
            zh("demo.title"),
            en("demo.title"),
            *([heading("page"), f"  {address}"] if address else []),
            heading("cases"),
            *(f"  {case.number}  {case.code}" for case in load_demo_cases()),
            heading("staff"),
            *(f"  /staff {code}   {member.name}" for member, code in sign_ins),
            heading("first"),
            *_steps(book, AT_THE_PAGE if address else IN_A_TERMINAL),
            *(["", f"{zh('demo.stop')} {en('demo.stop')}"] if address else []),
        ]
    )


def _steps(book: Book, steps: Sequence[str]) -> list[str]:
    lines = []
    words = {language: book[language](FIRST_WORDS) for language in LANGUAGES}
    for number, step in enumerate(steps, 1):
        zh, en = (book[language](step, words=words[language]) for language in LANGUAGES)
        lines += [f"  {number}. {zh}", f"     {en}"]
    return lines


async def _seed_cases(db: Transaction, house: House, now: datetime) -> None:
    invented = load_demo_cases()
    await cases.one_import_at_a_time(db)
    known = await cases.find_known(db, [as_code(case.number) for case in invented])
    seal = Seal(house.key, lambda: secrets.token_hex(8))
    missing: list[DemoCase] = [case for case in invented if as_code(case.number) not in known]
    is_listed = house.feed_words.is_sensitive
    changes = [change_case(case.rows(now), None, (), seal, is_listed) for case in missing]
    revisit.plan(house, changes, now)
    await cases.keep(db, changes, now)


async def _seed_staff(db: Transaction, house: House, now: datetime) -> SignIns:
    numbers = {member.name: member.id for member in await staff.active(db)}
    sign_ins = []
    for member in load_demo_staff():
        number = numbers.get(member.name)
        if number is None:
            added = await staff.add(
                db, name=member.name, role=member.role, area=member.area, unit=None, now=now
            )
            number = added.id
        code = await issue_code(db, house, number, now)
        if code is not None:
            sign_ins.append((member, code))
    return sign_ins
