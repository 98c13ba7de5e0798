"""People who have not agreed yet: greeted once, asked for their consent, nothing of them stored."""

from content.text import Texts
from domain.say import Button, Say, press
from handlers import welcome
from handlers.turn import Turn


def introduce(turn: Turn, text: str, *, written: bool = True) -> list[Say]:
    """Who this is, and the question that comes before anything is kept, in answer to what was said;
    in short for somebody who has just read it, or who is in danger. `text` is cleaned.

    written: it is a message, and not the press of a button.
    """
    _choose_language(turn, text)
    if turn.house.is_danger(text):
        return [_ask_later(turn)]
    command = text.startswith("/")
    talk = turn.house.find_small_talk(text) if text and not command else None
    matters = int(written and not command and talk is None)
    known = turn.house.greeted.count((turn.channel, turn.chat_id), matters)
    # A code to go on with is read as any other matter; other commands ask for the whole.
    if known and (not command or text.startswith("/link")):
        return [_ask_shortly(turn)]
    hello = turn.texts("house.hello")
    if turn.house.demo:
        hello = turn.texts("demo.banner") + "\n\n" + hello
    return [Say(hello), welcome.ask_consent(turn, turn.language, quote=True)]


def show_consent(turn: Turn, language: str) -> Say:
    if turn.citizen is not None:
        return agreed_already(turn)
    turn.texts = turn.house.book[language]
    return welcome.ask_consent(turn, language, edit=True)


def decline(turn: Turn, language: str) -> Say:
    if turn.citizen is not None:
        return agreed_already(turn)
    texts = turn.texts = turn.house.book[language]
    return Say(texts("house.declined"), ((_read_again(texts),),), edit=True, asks=True)


def agreed_already(turn: Turn) -> Say:
    """To the buttons of an older question: nothing changes, and they go away."""
    sentence = turn.texts("house.agreed_already")
    return Say(sentence, (welcome.back_to_menu(turn),), edit=True, toast=sentence)


def word_lost(turn: Turn) -> list[Say]:
    """After the consent: what else was written before it is gone."""
    written = turn.house.greeted.forget((turn.channel, turn.chat_id))
    return [Say(turn.texts("house.only_quoted"))] if written > 1 else []


def _ask_shortly(turn: Turn) -> Say:
    buttons = welcome.ask_consent(turn, turn.language).buttons
    again = _read_again(turn.texts)
    return Say(
        turn.texts("house.ask_consent_again"),
        (buttons[0], (again,), *buttons[1:]),
        quote=True,
        asks=True,
    )


def _ask_later(turn: Turn) -> Say:
    """The answer to the danger stands above, and nothing long is to come between."""
    buttons = ((_read_again(turn.texts),),)
    return Say(turn.texts("house.after_alarm"), buttons, quote=True, asks=True)


def _read_again(texts: Texts) -> Button:
    return Button(texts("house.read_consent"), press("consent", "show", texts.language))


def _choose_language(turn: Turn, text: str) -> None:
    """Nothing is kept of a stranger, not even the language: it is the one they write in."""
    command, _, named = text.partition(" ")
    if command == "/language":
        found = named if named in turn.house.book else "zh" if turn.language == "en" else "en"
    elif text.startswith("/"):
        found = turn.language  # /link with its code is of no language
    else:
        found = turn.house.find_language(text) or turn.language
    turn.texts = turn.house.book[found]
