"""Imports aiogram in a quarter of its time: its types are prepared when they are first used.

aiogram has pydantic prepare all of its 400 types and methods while it is imported, which takes two
to three seconds of processor time; this house uses some thirty of them. Why this is sound:
docs/decisions/0016-aiogram-types-on-first-use.md.
"""

import sys
from typing import Any, Literal, Optional, Union

from pydantic import BaseModel

_rebuild = BaseModel.__dict__["model_rebuild"]


def import_aiogram() -> None:
    """To be called before anything imports aiogram; does nothing if something has."""
    if "aiogram" in sys.modules:
        return
    BaseModel.model_rebuild = classmethod(_not_yet)  # type: ignore[method-assign, assignment, arg-type]
    try:
        import aiogram.methods
        import aiogram.types
    finally:
        BaseModel.model_rebuild = _rebuild  # type: ignore[method-assign]
    from aiogram.client.default import Default

    names = {name: getattr(aiogram.types, name) for name in aiogram.types.__all__}
    known = {"List": list, "Optional": Optional, "Union": Union, "Literal": Literal} | names
    known["Default"] = Default

    def rebuild_knowing(cls: type[BaseModel], **options: Any) -> bool | None:
        # pydantic calls this by itself when a type is first used, but can't know aiogram's names
        options.pop("_parent_namespace_depth", None)
        options["_types_namespace"] = options.get("_types_namespace") or known
        result: bool | None = _rebuild.__func__(cls, **options)
        return result

    # Response: an answer's shape is made of types at the moment of the first such answer.
    for parent in (
        aiogram.types.TelegramObject,
        aiogram.methods.TelegramMethod,
        aiogram.methods.Response,
    ):
        parent.model_rebuild = classmethod(rebuild_knowing)  # type: ignore[method-assign, assignment, arg-type]


def _not_yet(_cls: type[BaseModel], **_options: Any) -> None:
    return None
