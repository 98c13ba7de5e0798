"""Staff end a task from its card."""

from domain.case_act import Act
from domain.say import Say
from handlers.card_face import back_to_workplace
from handlers.case_acts import end_tasks, note
from handlers.review import member_of
from handlers.task_card import change_cards, may_handle, over
from handlers.turn import Turn
from storage import audit, tasks

REVISIT, CONTACT, TELL = "revisit", "contact", "tell"
ACTS: dict[str, Act] = {REVISIT: "revisited", CONTACT: "contacted", TELL: "contacted"}
"""What is noted when a task of that kind was done."""


async def finish(turn: Turn, task_id: int) -> Say:
    """Note that it was done. Who comes second sees that it is done already."""
    member = member_of(turn)
    held = await tasks.hold(turn.db, task_id)
    allowed = held is not None and may_handle(turn.house, member, held[1])
    await audit.record(
        turn.db,
        staff_id=member.id,
        act="task_done" if allowed else "refused",
        subject=f"task:{task_id}",
        now=turn.now,
        detail=None if allowed else "task_done",
    )
    if held is None or not allowed:
        return Say(turn.texts("task.not_here"), (back_to_workplace(turn.texts),), edit=True)
    task, case = held
    if task.state == "open":
        here = (turn.channel, turn.chat_id)
        task.state, task.done_at, task.staff_id = "done", turn.now, member.id
        await turn.db.flush()
        await change_cards(turn.db, turn.house, task, case, turn.now, besides=here)
        name = ACTS[task.kind]
        if not await note(
            turn.db, turn.house, case.id, name, turn.now, staff_id=member.id, besides=here
        ):
            await end_tasks(turn.db, turn.house, case.id, name, turn.now, staff_id=member.id)
        if task.kind == CONTACT and await tasks.open_of(turn.db, case.id, REVISIT):
            # Who was called after a revisit was missed has been revisited.
            await note(turn.db, turn.house, case.id, "revisited", turn.now, staff_id=member.id)
    return over(turn.house, turn.texts, task, case)
