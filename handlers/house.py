"""What the house knows and can do, put together once at the start."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from content.commitment import Commitment
from content.reply import Reply
from content.rulebook import RuleBook
from content.stage import StageBook
from content.survey import Surveys
from content.text import Book
from domain.broadcast_words import BroadcastWords
from domain.complaint import Kind
from domain.crime import Crimes
from domain.emergency import Alarm
from domain.feed_words import FeedWords
from domain.notice_lint import LintWords
from domain.policy import Policy
from domain.returning import ReturnPlan
from domain.routing import Routing
from domain.small_talk import SmallTalk
from domain.unit import Unit
from handlers.greeted import Greeted


@dataclass(slots=True)
class House:
    """key: the secret of this installation, for keyed hashes; it is never in the database.

    route: title and text to an area, in a thread of its own. warm_up: have the dictionary of routing
    ready. take_changed_words: of routing and alarms, from files that a clerk changed; what is wrong
    with a change, told once; the old words then stay in use.
    find_alarm: a danger that a text speaks of. find_stop: the kinds of messages that a text stops.
    find_language: the one that a text is in; None where it does not tell.
    find_small_talk: what a text is that is no matter for a desk. guess_kind: whether it complains,
    suggests or praises. demo: everything is invented.
    sensitive_words: what a text holds that no message goes out about by itself.
    topics: what tags are called, in (Chinese, English). crimes: those that tell of one.
    is_small_word: what says nothing by itself to a reader of the reasons. replies: what staff may
    answer with.
    stages: what each stage of a case means to people. feed_words: what case files may say.
    broadcast_words: what a broadcast may not hold. feed_folder: where case files arrive.
    returning: when owners of property are reminded and what days they may choose. lint: what words
    to a citizen are checked for. rulebook: what is owed until when.
    greeted: strangers who were told who this is. origin_of: where a chat of a
    channel is spoken from, as a keyed hash; None where nobody can tell.
    """

    policy: Policy
    book: Book
    key: bytes
    route: Callable[[str], Awaitable[Routing]]
    warm_up: Callable[[], Awaitable[None]]
    take_changed_words: Callable[[], Awaitable[str | None]]
    find_alarm: Callable[[str], Alarm | None]
    find_stop: Callable[[str], tuple[str, ...]]
    demo: bool
    topics: Mapping[str, tuple[str, str]]
    is_small_word: Callable[[str], bool]
    crimes: Crimes
    replies: tuple[Reply, ...]
    find_language: Callable[[str], str | None]
    find_small_talk: Callable[[str], SmallTalk | None]
    guess_kind: Callable[[str], Kind]
    units: tuple[Unit, ...]
    stages: StageBook
    feed_words: FeedWords
    feed_folder: Path
    surveys: Surveys
    sensitive_words: tuple[str, ...]
    rulebook: RuleBook
    commitments: tuple[Commitment, ...]
    lint: LintWords
    returning: ReturnPlan
    broadcast_words: BroadcastWords
    greeted: Greeted = field(default_factory=Greeted)
    origin_of: Callable[[str, int], str | None] = lambda _channel, _chat_id: None

    def is_danger(self, text: str) -> bool:
        """Whether a text surely speaks of a danger: nothing else is made of it unless asked for."""
        alarm = self.find_alarm(text)
        return alarm is not None and alarm.certain
