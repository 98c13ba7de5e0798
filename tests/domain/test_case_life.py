from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.case_life import ENDS, PATHS, Kind, Stage, Standing, move, next_stages, stages_of
from domain.refusal import RefusalError
from tests.conftest import NOW

KINDS = st.sampled_from(Kind)
STAGES = st.sampled_from(Stage)
DAY = timedelta(days=1)


@given(KINDS, STAGES, STAGES)
def test_a_move_is_made_or_refused_with_a_reason(kind: Kind, now_at: Stage, to: Stage) -> None:
    possible = now_at in stages_of(kind) and to in next_stages(kind, now_at)
    if possible:
        assert move(kind, Standing(now_at, NOW), Standing(to, NOW + DAY)).stage == to
        assert to in stages_of(kind)
    else:
        with pytest.raises(RefusalError) as refused:
            move(kind, Standing(now_at, NOW), Standing(to, NOW + DAY))
        assert refused.value.key in ("never_so", "impossible_move")


@given(KINDS, STAGES, STAGES)
def test_nothing_is_undone_but_by_reopening(kind: Kind, now_at: Stage, to: Stage) -> None:
    path = PATHS[kind]
    if now_at in path and to in path and to in next_stages(kind, now_at):
        assert path.index(to) > path.index(now_at)


@given(KINDS)
def test_every_stage_of_a_kind_can_be_reached_and_left(kind: Kind) -> None:
    reached, edge = set[Stage](), {Stage.RECEIVED}
    while edge:
        reached |= edge
        edge = {to for stage in edge for to in next_stages(kind, stage)} - reached
    assert reached == stages_of(kind)
    assert all(next_stages(kind, stage) for stage in stages_of(kind))


@given(KINDS, st.lists(STAGES, max_size=12))
def test_a_walk_of_allowed_moves_never_leaves_the_stages_of_its_kind(
    kind: Kind, wishes: list[Stage]
) -> None:
    standing: Standing | None = None
    for day, wish in enumerate(wishes):
        try:
            standing = move(kind, standing, Standing(wish, NOW + day * DAY))
        except RefusalError:
            continue
        assert standing.stage in stages_of(kind)


@pytest.mark.parametrize(
    ("kind", "now_at", "to"),
    [
        (Kind.CRIMINAL, Stage.CLOSED, Stage.INVESTIGATING),
        (Kind.CRIMINAL, Stage.SOLVED, Stage.RECEIVED),
        (Kind.CRIMINAL, Stage.NOT_FILED, Stage.ACCEPTED),
        (Kind.CRIMINAL, Stage.NOT_FILED, Stage.RECEIVED),
        (Kind.CRIMINAL, Stage.TRANSFERRED, Stage.RECEIVED),
        (Kind.CRIMINAL, Stage.CLOSED, Stage.FILED),
        (Kind.ADMINISTRATIVE, Stage.DROPPED, Stage.FILED),
        (Kind.PETITION, Stage.TRANSFERRED, Stage.FILED),
        (Kind.PETITION, Stage.NOT_FILED, Stage.SOLVED),
        (Kind.CRIMINAL, Stage.INVESTIGATING, Stage.NOT_FILED),
        (Kind.ADMINISTRATIVE, Stage.RECEIVED, Stage.DROPPED),
        (Kind.ADMINISTRATIVE, Stage.DECIDED, Stage.TRANSFERRED),
        (Kind.PETITION, Stage.ACCEPTED, Stage.SOLVED),
        (Kind.PETITION, Stage.ACCEPTED, Stage.FILED),
        (Kind.CRIMINAL, Stage.FILED, Stage.FILED),
    ],
)
def test_these_moves_are_impossible(kind: Kind, now_at: Stage, to: Stage) -> None:
    with pytest.raises(RefusalError):
        move(kind, Standing(now_at, NOW), Standing(to, NOW + DAY))


@pytest.mark.parametrize(
    ("kind", "now_at", "to"),
    [
        (Kind.CRIMINAL, Stage.RECEIVED, Stage.INVESTIGATING),
        (Kind.CRIMINAL, Stage.NOT_FILED, Stage.REOPENED),
        (Kind.CRIMINAL, Stage.REOPENED, Stage.FILED),
        (Kind.ADMINISTRATIVE, Stage.INVESTIGATING, Stage.DECIDED),
        (Kind.ADMINISTRATIVE, Stage.FILED, Stage.DROPPED),
        (Kind.PETITION, Stage.RECEIVED, Stage.NOT_FILED),
        (Kind.PETITION, Stage.TRANSFERRED, Stage.ACCEPTED),
        (Kind.CRIMINAL, Stage.TRANSFERRED, Stage.FILED),
        (Kind.CRIMINAL, Stage.TRANSFERRED, Stage.NOT_FILED),
        (Kind.ADMINISTRATIVE, Stage.TRANSFERRED, Stage.DECIDED),
        (Kind.PETITION, Stage.TRANSFERRED, Stage.DECIDED),
        (Kind.CRIMINAL, Stage.NOT_FILED, Stage.FILED),
        (Kind.CRIMINAL, Stage.NOT_FILED, Stage.INVESTIGATING),
        (Kind.PETITION, Stage.NOT_FILED, Stage.INVESTIGATING),
    ],
)
def test_these_moves_are_possible(kind: Kind, now_at: Stage, to: Stage) -> None:
    assert move(kind, Standing(now_at, NOW), Standing(to, NOW)).stage == to


def test_what_is_older_than_the_known_stage_is_refused() -> None:
    with pytest.raises(RefusalError) as refused:
        move(Kind.CRIMINAL, Standing(Stage.FILED, NOW), Standing(Stage.SOLVED, NOW - DAY))
    assert refused.value.key == "older"


def test_a_new_case_may_be_heard_of_at_any_stage_but_reopened() -> None:
    for kind in Kind:
        for stage in stages_of(kind) - {Stage.REOPENED}:
            assert move(kind, None, Standing(stage, NOW)).stage == stage
        with pytest.raises(RefusalError):
            move(kind, None, Standing(Stage.REOPENED, NOW))


def test_from_an_end_no_kind_goes_on_working_without_being_reopened() -> None:
    for kind in Kind:
        for end in ENDS & stages_of(kind) - {Stage.NOT_FILED}:
            assert next_stages(kind, end) <= {Stage.REOPENED, Stage.CLOSED}


@pytest.mark.parametrize("stage", [Stage.NOT_FILED, Stage.TRANSFERRED])
def test_the_reopening_of_what_was_not_filed_or_was_transferred_may_be_leapt_over(
    stage: Stage,
) -> None:
    """A feed that went from 移送 to 立案 had all its later rows handed back, and followers heard
    nothing."""
    for kind in Kind:
        assert next_stages(kind, Stage.REOPENED) <= next_stages(kind, stage)
