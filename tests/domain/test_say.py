from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.say import Button, Export, Say, press

buttons = st.builds(Button, st.text(), st.text())
says = st.builds(
    Say,
    text=st.text(),
    buttons=st.lists(st.lists(buttons).map(tuple)).map(tuple),
    edit=st.booleans(),
    edits=st.none() | st.integers(1),
    quote=st.booleans(),
    photos=st.lists(st.integers(1)).map(tuple),
    export=st.none()
    | st.builds(
        Export,
        st.text(),
        st.text(),
        st.tuples(st.text(), st.text()),
        st.datetimes(timezones=st.just(UTC)),
    ),
    caption=st.text(),
    toast=st.text(),
)


@given(says)
def test_what_is_said_comes_back_from_its_row_unchanged(say: Say) -> None:
    assert Say.from_json(say.as_json()) == say


def test_a_button_that_would_not_fit_is_refused_when_it_is_made() -> None:
    assert press("survey", 12, "a") == "survey:12:a"
    with pytest.raises(ValueError, match="cannot carry"):
        press("survey", "长" * 30)


def test_an_argument_cannot_smuggle_in_another_one() -> None:
    with pytest.raises(ValueError, match="cannot carry"):
        press("survey", "1:2")
