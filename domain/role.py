"""What members of staff may see and do, by role. The unit that a complaint names comes before all."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.area import Area


class Role(StrEnum):
    DESK = "desk"
    TRIAGE = "triage"
    SUPERVISOR = "supervisor"
    HEAD = "head"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Post:
    """Who somebody is at work. `area` is a desk's; `unit` is where the person belongs."""

    role: Role
    area: Area | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a complaint lies: at the desk of `area`, or in triage; and the units that it names."""

    area: Area
    in_triage: bool
    named_units: frozenset[str] = frozenset()


def is_barred(post: Post, place: Place) -> bool:
    """People of a unit that a complaint names never see it, whatever their role.

    Source: 信访工作条例, articles 18, 30 and 46.
    """
    return post.unit is not None and post.unit in place.named_units


def may_see(post: Post, place: Place) -> bool:
    """A desk sees its own area; triage, supervisors, heads and administrators see every area."""
    if is_barred(post, place):
        return False
    if post.role is Role.DESK:
        return post.area == place.area and not place.in_triage
    return True


def may_move_from_others(post: Post) -> bool:
    """Whether somebody may take a complaint out of another one's hands to send it elsewhere."""
    return post.role is not Role.DESK


SUPERVISING = frozenset({Role.SUPERVISOR, Role.HEAD, Role.ADMINISTRATOR})


def sees_board(post: Post) -> bool:
    """Whether somebody supervises: sees the board and the promise ledger, and enters what was done."""
    return post.role in SUPERVISING


def measured_areas(post: Post) -> tuple[Area, ...]:
    """Whose routing somebody sees measured: a desk its own area's, the others all."""
    if post.role is Role.DESK:
        return (post.area,) if post.area else ()
    return tuple(Area)


def circles(place: Place) -> Iterator[Role]:
    """Who is told of a complaint, in order: the next circle only when nobody of the one before is left."""
    if not place.in_triage:
        yield Role.DESK
    yield from (Role.TRIAGE, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.HEAD)


def innermost(posts: Mapping[int, Post], place: Place) -> list[int]:
    """Who is told, by number: the first circle of which somebody may see it. Empty: nobody may."""
    seeing = {number: post for number, post in posts.items() if may_see(post, place)}
    for role in circles(place):
        circle = [number for number, post in seeing.items() if post.role is role]
        if circle:
            return circle
    return []


def bars_whole_desk(posts: Collection[Post], place: Place) -> bool:
    """Whether the desk has people, but all of them belong to a unit that the complaint names."""
    desk = [post for post in posts if post.role is Role.DESK and post.area == place.area]
    return bool(desk) and all(is_barred(post, place) for post in desk)


def may_handle_case(post: Post, unit: str | None) -> bool:
    """Who may see what is owed in a case of `unit`, and note what was done: people of that unit, the
    bureau's own casework desk, supervisors, heads and administrators. unit None: one not known here."""
    if post.role in SUPERVISING:
        return True
    if post.unit is None:
        return post.role is Role.DESK and post.area is Area.CASEWORK
    return post.unit == unit


def handles_cases(post: Post) -> bool:
    """Whether there is any case that somebody may handle."""
    return may_handle_case(post, post.unit)


LOUDER: dict[Role, tuple[Role, ...]] = {
    Role.DESK: (Role.DESK, Role.TRIAGE, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.HEAD),
    Role.SUPERVISOR: (Role.SUPERVISOR, Role.HEAD, Role.ADMINISTRATOR),
    Role.HEAD: (Role.HEAD, Role.SUPERVISOR, Role.ADMINISTRATOR),
}
"""Who is told at each step of the ladder; where there is nobody, who comes after."""


def called(posts: Mapping[int, Post], role: Role) -> list[int]:
    """Those of `posts` who are told when it is `role`'s turn, by number."""
    for instead in LOUDER[role]:
        circle = [number for number, post in posts.items() if post.role is instead]
        if circle:
            return circle
    return []


def called_of_unit(posts: Mapping[int, Post], unit: str | None, role: Role) -> list[int]:
    """The same for a case of `unit`: its own people before the bureau's desk."""
    seeing = {number: post for number, post in posts.items() if may_handle_case(post, unit)}
    if role is Role.DESK:
        own = {number: post for number, post in seeing.items() if post.unit and post.unit == unit}
        found = [number for number, post in own.items() if post.role is Role.DESK]
        if found:
            return found
    return called(seeing, role)
