"""Reads content/demo/: the invented cases and members of staff of demo mode."""

from datetime import datetime, timedelta
from pathlib import Path

from pydantic import Field

from content.loader import ROOT, ContentError, Shape, load
from domain.area import Area
from domain.case_life import Kind, Stage
from domain.feed_row import CaseRow
from domain.role import Role
from domain.typed import as_code

MARK = "DEMO"
"""What an invented case's number begins with."""
STAFF_MARK = "演示-"


class DemoCase(Shape):
    """stages: each one entry, `stage = days before the first start`."""

    number: str
    code: str
    kind: Kind
    category: str
    major: bool = False
    sensitive: bool = False
    unit: str
    contact: str
    stages: list[dict[Stage, int]] = Field(min_length=1)

    def rows(self, now: datetime) -> list[CaseRow]:
        """As a feed would have told it."""
        return [
            CaseRow(
                line=0,
                cells=(),
                number=as_code(self.number),
                code=as_code(self.code),
                kind=self.kind,
                category=self.category,
                major=self.major,
                unit=self.unit,
                contact=self.contact,
                stage=stage,
                at=now - timedelta(days=days),
                sensitive=self.sensitive,
            )
            for entry in self.stages
            for stage, days in entry.items()
        ]


class DemoStaff(Shape):
    """area: only of a desk."""

    name: str
    role: Role
    area: Area | None = None


class _Cases(Shape):
    case: list[DemoCase]


class _Staff(Shape):
    staff: list[DemoStaff]


def load_demo_cases(root: Path = ROOT) -> list[DemoCase]:
    """Raises ContentError, also for a number that is not marked as invented."""
    path = root / "demo" / "cases.toml"
    cases = load(path, _Cases).case
    for number, case in enumerate(cases):
        if not as_code(case.number).startswith(MARK) or not case.category.startswith(STAFF_MARK):
            raise ContentError(path, f"case.{number}", f"{case.number} is not marked as invented")
    return cases


def load_demo_staff(root: Path = ROOT) -> list[DemoStaff]:
    """Raises ContentError, also for a name that is not marked as invented."""
    path = root / "demo" / "staff.toml"
    staff = load(path, _Staff).staff
    for number, member in enumerate(staff):
        if not member.name.startswith(STAFF_MARK):
            raise ContentError(path, f"staff.{number}.name", f"{member.name} is not marked")
        if (member.area is None) is (member.role is Role.DESK):
            raise ContentError(path, f"staff.{number}.area", "a desk has an area, others have none")
    return staff
