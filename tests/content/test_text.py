import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from content.loader import ContentError
from content.text import load_texts

ROOT = Path(__file__).parent.parent.parent
ROOMS = ("bot", "handlers", "scheduler", "content")
BOOK = load_texts()
KEYS = set(BOOK["zh"]._sentences)


def _strings() -> Iterator[str]:
    """Every string in code, also the parts of those with places."""
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


FILES = {key.split(".")[0] for key in KEYS}
ASKED_FOR = {s for s in _strings() if re.match(r"[a-z_]+\.", s) and s.split(".")[0] in FILES}
STARTS = tuple(s for s in ASKED_FOR if s.endswith(("_", ".")))


def test_every_sentence_that_code_asks_for_exists() -> None:
    whole = {
        s
        for s in ASKED_FOR
        if re.fullmatch(r"[a-z_]+\.[a-z0-9_]*[a-z0-9]", s) and not s.endswith(".toml")
    }
    assert whole - KEYS == set()


def test_no_sentence_is_kept_that_nobody_says() -> None:
    assert {key for key in KEYS if key not in ASKED_FOR and not key.startswith(STARTS)} == set()


def test_places_are_the_same_in_both_languages(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "x.toml").write_text('[a]\nzh = "{code} 收到"\nen = "got it"\n', "utf-8")
    with pytest.raises(ContentError, match=r"x.toml, line \d+: a: places differ"):
        load_texts(tmp_path)


def test_a_missing_language_is_named_with_file_and_key(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "x.toml").write_text('[a]\nzh = "好"\n', "utf-8")
    with pytest.raises(ContentError, match=r"x.toml, line \d+: a.en: Field required"):
        load_texts(tmp_path)


@pytest.mark.parametrize("zh", ["同意,开始", "好(谢谢)", "编号:一", "行吗?"])
def test_chinese_is_punctuated_in_chinese(tmp_path: Path, zh: str) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "x.toml").write_text(f'[a]\nzh = "{zh}"\nen = "yes"\n', "utf-8")
    with pytest.raises(ContentError, match=r"x.toml, line \d+: a.zh: .*Chinese punctuation"):
        load_texts(tmp_path)


def test_no_sentence_holds_a_link() -> None:
    """Nothing that a fraudster could imitate: what people are told never carries an address."""
    linked = [key for key in KEYS for book in BOOK.values() if "http" in book._sentences[key]]
    assert linked == []
