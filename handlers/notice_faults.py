"""Stops words to a citizen that say too little or too much, and tells staff what and where."""

from collections.abc import Sequence

from content.text import Texts
from domain.complaint import EntryKind
from domain.notice_lint import Fault, Finding, LintWords, find_facts, lint_notice

WHOLE = frozenset({EntryKind.ANSWER, EntryKind.CLOSED})
"""What owes all three parts. A question back is short, and owes only to keep the facts to itself."""
PARTS = frozenset({Fault.WHAT_MISSING, Fault.WHY_MISSING, Fault.HOW_MISSING, Fault.VAGUE})


def find_faults(words: LintWords, kind: EntryKind, text: str) -> list[Finding]:
    """What stops words of this kind. None of it can be overridden: facts by law, the rest by promise."""
    return lint_notice(words, text) if kind in WHOLE else find_facts(words, text)


def explain_faults(texts: Texts, faults: Sequence[Finding]) -> str:
    """Each fault in a line, and the rule it is against."""
    lines = [texts(f"lint.{f.fault}", words=f.words, around=f.around) for f in faults]
    rules = [texts("lint.rule_parts")] if any(f.fault in PARTS for f in faults) else []
    rules += [texts("lint.rule_facts")] if any(f.fault not in PARTS for f in faults) else []
    space = "" if texts.language == "zh" else " "
    return texts("lint.stopped", faults="\n".join(dict.fromkeys(lines)), rule=space.join(rules))
