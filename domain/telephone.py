"""Whether a number among those of a cell is somebody's own: a mobile one, however it is written."""

import re
from itertools import combinations

PARTS = re.compile(r"[,/;|、]|转|分机|或")
"""What stands between two numbers, or before an extension."""
MOBILE = re.compile(r"(?:0{0,2}86)?0?1[3-9]\d{9}")
"""13800138000, +86 138…, 0086 138…, 0138…"""
LONGEST = 12
"""Figures of a number with its area code. In a longer run anything may hide."""


LANDLINE = re.compile(r"0\d{2,3} \d{7,8}")


def has_mobile(contact: str) -> bool:
    """Looks at each number, and at what blanks, dashes, dots and brackets have cut into groups."""
    if MOBILE.fullmatch(re.sub(r"\D", "", contact)):
        return True
    return any(_is_mobile(re.findall(r"\d+", part)) for part in PARTS.split(contact))


def _is_mobile(groups: list[str]) -> bool:
    if any(len(group) > LONGEST and MOBILE.search(group) for group in groups):
        return True
    behind_area_code = {
        place
        for place in range(1, len(groups))
        if LANDLINE.fullmatch(" ".join(groups[place - 1 : place + 1]))
    }
    return any(
        start not in behind_area_code and MOBILE.fullmatch("".join(groups[start:end]))
        for start, end in combinations(range(len(groups) + 1), 2)
    )
