"""Invented case files for the tests of the feed."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

HEADER = (
    "案件编号",
    "查询码",
    "案件类别",
    "案由",
    "大小案",
    "办案单位",
    "联系电话",
    "阶段",
    "阶段时间",
    "敏感",
)
ENGLISH = (
    "number",
    "query_code",
    "kind",
    "category",
    "major",
    "unit",
    "contact",
    "stage",
    "stage_at",
    "sensitive",
)

Row = dict[str, str]


def row(number: int = 1, **changes: str) -> Row:
    return {
        "number": f"A33000020260{number:05d}",
        "query_code": f"48{number:04d}",
        "kind": "刑事",
        "category": "盗窃",
        "major": "小",
        "unit": "虚构派出所",
        "contact": "0000-1234567",
        "stage": "立案",
        "stage_at": "2026-02-20 09:30",
        "sensitive": "否",
    } | changes


def as_csv(rows: Sequence[Row], header: Sequence[str] = HEADER) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([one[name] for name in ENGLISH] for one in rows)
    return out.getvalue()


def as_jsonl(rows: Sequence[Row]) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in rows)


def write_csv(path: Path, rows: Sequence[Row], encoding: str = "utf-8") -> Path:
    path.write_bytes(as_csv(rows).encode(encoding))
    return path


def write_workbook(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    for one in rows:
        sheet.append(list(one))
    book.save(path)
    return path
