"""aiogram imported quickly is the same aiogram."""

import subprocess
import sys

import pytest

PROGRAM = """
from bot.quick_start import import_aiogram
{first}
import aiogram.types, aiogram.methods
from aiogram.types import Message, Update

{check}
"""
DEFERRED = "assert not Message.__pydantic_complete__"
SCHEMA = """
import hashlib, json, re
from bot.channels.telegram import WANTED
from aiogram.methods import SendMessage

message = {"message_id": 1, "date": 1, "text": "x", "chat": {"id": 1, "type": "private"}}
update = Update.model_validate_json(json.dumps({"update_id": 1, "message": message}))
print(type(update.message).__name__, update.model_dump_json(exclude_none=True))
print(SendMessage(chat_id=1, text="x").model_dump_json(exclude_none=True, include={"chat_id", "text"}))

def show(name, words):
    print(name, hashlib.sha256(re.sub(r"0x[0-9a-f]+", "", words).encode()).hexdigest())

for kind in WANTED:  # an update's whole tree of types, as it is checked
    event = Update.model_fields[kind].annotation.__args__[0]
    show(kind, json.dumps(event.model_json_schema(), sort_keys=True))
for module in (aiogram.types, aiogram.methods):
    for name in sorted(module.__all__):
        one = getattr(module, name)
        if hasattr(one, "model_rebuild") and name not in ("TelegramMethod", "Response"):
            one.model_rebuild()
            assert one.__pydantic_complete__, name
            fields = one.model_fields
            show(name, str([(field, repr(fields[field])) for field in sorted(fields)]))
"""
FEWEST = 400
"""Types and methods that aiogram has, or more."""


def _run(first: str, check: str) -> str:
    program = PROGRAM.replace("{first}", first).replace("{check}", check)
    done = subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_nothing_is_prepared_before_it_is_used() -> None:
    _run("import_aiogram()", DEFERRED)


@pytest.mark.timeout(150)
def test_every_type_is_what_a_plain_import_makes_of_it() -> None:
    quickly, plainly = _run("import_aiogram()", SCHEMA), _run("", SCHEMA)
    assert len(plainly.splitlines()) > FEWEST
    assert quickly.splitlines() == plainly.splitlines()


def test_it_does_nothing_to_an_aiogram_that_is_there() -> None:
    _run("import aiogram; import_aiogram()", "assert Message.__pydantic_complete__")
