"""The first words, the consents, the menu."""

from itertools import pairwise

from content.text import Texts
from domain.say import Button, Say, press
from handlers.turn import Turn
from storage import citizens

WORDING = 3
"""Version of the consents' wording; raise it with every change of house.ask_…."""
FURTHER = ("notices", "surveys", "broadcasts")
"""The consents that are asked for one after the other once somebody is known."""


TELEGRAM = "telegram"
"""The channel whose talks lie on servers of somebody else, too."""


def ask_consent(turn: Turn, language: str, *, quote: bool = False, edit: bool = False) -> Say:
    """The question carries its language in its buttons, since nothing is kept of a stranger."""
    texts = turn.house.book[language]
    other = "en" if language == "zh" else "zh"
    return Say(
        texts(
            "house.ask_consent",
            history=turn.policy.history_retention.days,
            complaint=turn.policy.complaint_retention.days,
            silence=turn.policy.complaint_silence.days,
            survey=turn.policy.survey_expiry.days,
            case=turn.policy.case_retention.days,
            citizen=turn.policy.citizen_retention.days,
            opinion=turn.policy.opinion_retention.days,
            where=texts("house.kept_telegram" if turn.channel == TELEGRAM else "house.kept_here"),
        ),
        (
            (Button(texts("house.agree"), press("consent", "agree", language)),),
            (
                Button(texts("house.decline"), press("consent", "decline", language)),
                Button(texts("house.other_language"), press("consent", "show", other)),
            ),
        ),
        quote=quote,
        edit=edit,
        asks=True,
    )


async def agree(turn: Turn, language: str) -> list[Say]:
    """Keep the citizen from now on."""
    turn.texts = turn.house.book[language]
    turn.chat, turn.citizen = await citizens.welcome(
        turn.db, turn.channel, turn.chat_id, language, WORDING, turn.now
    )
    return [Say(turn.texts("house.welcome"), edit=True), ask_for(turn, "notices")]


def ask_for(turn: Turn, kind: str, *, edit: bool = False) -> Say:
    """Ask for one of the further consents."""
    hours = turn.policy.quiet_hours
    if kind == "broadcasts":
        question = turn.texts("house.ask_broadcasts")
    elif kind == "surveys":
        question = turn.texts("house.ask_surveys", days=turn.policy.survey_cooldown.days)
    elif hours.are_kept:
        start, end = f"{hours.start:%H:%M}", f"{hours.end:%H:%M}"
        question = turn.texts("house.ask_notices", start=start, end=end)
    else:
        question = turn.texts("house.ask_notices_always")
    yes = Button(turn.texts("house.yes"), press("consent", kind, "yes"))
    no = Button(turn.texts("house.no"), press("consent", kind, "no"))
    return Say(question, ((yes, no), back_to_menu(turn)), edit=edit)


async def choose(turn: Turn, kind: str, *, given: bool) -> Say:
    """Keep a further consent; then the next question, or the menu."""
    if turn.citizen is not None:
        await citizens.consent(turn.db, turn.citizen, kind, given, WORDING, turn.now)
    following = next_of(kind)
    return ask_for(turn, following, edit=True) if following else menu(turn, edit=True)


def next_of(kind: str) -> str | None:
    """The consent that is asked for after this one; None after the last."""
    return dict(pairwise(FURTHER)).get(kind)


def menu(turn: Turn, text: str | None = None, *, edit: bool = False) -> Say:
    """The way to everything, under a sentence of its own or the given one."""
    texts = turn.texts

    def row(*items: tuple[str, str]) -> tuple[Button, ...]:
        return tuple(Button(texts(f"house.menu_{name}"), data) for name, data in items)

    return Say(
        text or texts("house.menu"),
        (
            row(("complaint", press("complaint", "new"))),
            row(("case", press("case", "ask")), ("survey", press("survey", "list"))),
            row(("receipt", press("receipt", "ask")), ("data", press("data", "show"))),
            row(("settings", press("stop", "show")), ("language", press("language", "change"))),
        ),
        edit=edit,
    )


def back_to_menu(turn: Turn) -> tuple[Button, ...]:
    """A row for under any message: the menu is never more than one press away."""
    return menu_row(turn.texts)


def menu_row(texts: Texts) -> tuple[Button, ...]:
    """The same under what nobody asked for just now."""
    return (Button(texts("house.menu_back"), press("menu")),)


def change_language(turn: Turn, language: str | None = None) -> Say:
    """To the given language, or to the other one."""
    language = language or ("zh" if turn.language == "en" else "en")
    turn.texts = turn.house.book[language]
    if turn.chat is not None:
        turn.chat.language = language
    return menu(turn, turn.texts("house.language_changed"))
