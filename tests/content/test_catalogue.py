"""All of content is in the catalogue, and what is wrong in it is named."""

import importlib
import inspect
import pkgutil
import shutil
from pathlib import Path

import content
from content.catalogue import LOADERS, read_all
from content.loader import ROOT

PART_OF = {
    "load": "the loaders' own",
    "load_spelling": "load_lexicon",
    "load_weights": "load_lexicon",
    "load_rulebook": "duties, failures and calendar",
    "load_surnames": "load_name_patterns",
}
"""Loaders that others call."""


def test_every_loader_is_listed() -> None:
    found = {
        name
        for module in pkgutil.iter_modules(content.__path__, "content.")
        for name, function in inspect.getmembers(
            importlib.import_module(module.name), inspect.isfunction
        )
        if name.startswith("load")
    }
    listed = "".join(
        inspect.getsource(importlib.import_module("content.catalogue")).split("LOADERS")[1:]
    )
    assert [name for name in sorted(found - set(PART_OF)) if name not in listed] == []


def test_the_content_as_it_is_is_right() -> None:
    assert [(name, str(error)) for name, error in read_all() if error] == []


def test_a_broken_file_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    root = tmp_path / "content"
    shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (root / "stopwords.toml").write_text('everything = "TD"\n', encoding="utf-8")
    wrong = {name: str(error) for name, error in read_all(root) if error}
    assert list(wrong) == ["stop words"]
    assert wrong["stop words"].startswith("stopwords.toml, line 1: everything: ")
    assert len(LOADERS) > 10
