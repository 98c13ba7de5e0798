"""Who may see what."""

from hypothesis import given
from hypothesis import strategies as st

from domain.area import Area
from domain.role import Place, Post, Role, bars_whole_desk, innermost, may_see

UNITS = st.sampled_from(["chengguan", "hedong", "hexi"])
posts = st.builds(Post, st.sampled_from(Role), st.sampled_from(Area) | st.none(), UNITS | st.none())
places = st.builds(Place, st.sampled_from(Area), st.booleans(), st.frozensets(UNITS, max_size=2))


@given(posts, places)
def test_nobody_of_a_named_unit_sees_the_complaint_whatever_the_role(
    post: Post, place: Place
) -> None:
    if post.unit in place.named_units:
        assert not may_see(post, place)


@given(st.dictionaries(st.integers(1, 50), posts), places)
def test_who_is_told_may_see_and_all_are_of_one_role(posts: dict[int, Post], place: Place) -> None:
    told = innermost(posts, place)
    assert all(may_see(posts[number], place) for number in told)
    assert len({posts[number].role for number in told}) <= 1


@given(st.dictionaries(st.integers(1, 50), posts), places)
def test_somebody_is_told_as_long_as_anybody_may_see(posts: dict[int, Post], place: Place) -> None:
    anybody = any(may_see(post, place) for post in posts.values())
    assert bool(innermost(posts, place)) == anybody


def test_a_desk_sees_its_own_area_and_nothing_that_lies_in_triage() -> None:
    desk = Post(Role.DESK, Area.SERVICE)
    assert may_see(desk, Place(Area.SERVICE, in_triage=False))
    assert not may_see(desk, Place(Area.CONDUCT, in_triage=False))
    assert not may_see(desk, Place(Area.SERVICE, in_triage=True))


def test_the_circles_widen_from_the_desk_to_the_administrator() -> None:
    everybody = {
        1: Post(Role.ADMINISTRATOR),
        2: Post(Role.SUPERVISOR),
        3: Post(Role.TRIAGE),
        4: Post(Role.DESK, Area.SERVICE),
    }
    place = Place(Area.SERVICE, in_triage=False)
    told = []
    while everybody:
        (number,) = innermost(everybody, place)
        told.append(number)
        del everybody[number]
    assert told == [4, 3, 2, 1]


def test_a_desk_is_barred_as_a_whole_only_if_everybody_there_is() -> None:
    place = Place(Area.SERVICE, in_triage=False, named_units=frozenset({"hexi"}))
    of_hexi, of_hedong = (Post(Role.DESK, Area.SERVICE, unit) for unit in ("hexi", "hedong"))
    assert bars_whole_desk([of_hexi], place)
    assert not bars_whole_desk([of_hexi, of_hedong], place)
    assert not bars_whole_desk([], place)
