"""Reads content/property.toml: reminders and days for property that is returned."""

from pathlib import Path

from pydantic import Field

from content.loader import ROOT, Shape, load
from domain.returning import ReturnPlan


class _File(Shape):
    remind_after_months: tuple[int, ...]
    remind_before_days: tuple[int, ...]
    first_working_day: int = Field(ge=1, le=30)
    working_days: int = Field(ge=1, le=10)


def load_return_plan(root: Path = ROOT) -> ReturnPlan:
    """Raises ContentError with file, key and reason."""
    file = load(root / "property.toml", _File)
    return ReturnPlan(
        file.remind_after_months, file.remind_before_days, file.first_working_day, file.working_days
    )
