"""Surveys: what is offered, how one is begun, and how an invitation is taken up or declined."""

from datetime import date, datetime, time

from domain.say import Button, Say, press
from domain.survey import Occasion
from domain.survey_moves import start
from handlers.day import word_day
from handlers.survey_course import Asked, resume_button, show, today
from handlers.turn import Turn
from handlers.welcome import back_to_menu
from storage import survey_invitations, surveys


async def offer(turn: Turn, *, edit: bool = False) -> Say:
    """What can be begun or gone on with; what was answered lately, and when it can be again."""
    if turn.citizen is None or turn.staff is not None:
        return Say(turn.texts("survey.not_for_staff"), (back_to_menu(turn),), edit=edit)
    begun = {row.survey: row for row in await surveys.of_citizen(turn.db, turn.citizen.id)}
    resting = await surveys.resting(turn.db, turn.citizen.id, today(turn))
    invitation = await survey_invitations.open_of(turn.db, turn.citizen.id)
    lines, rows = [turn.texts("survey.offer")], []
    for survey in turn.house.surveys.values():
        title = survey.title.in_language(turn.language)
        if survey.id in begun:
            rows.append((resume_button(turn, survey, begun[survey.id]),))
        elif survey.id in resting:
            lines.append(
                turn.texts("survey.rests", title=title, day=_day(turn, resting[survey.id]))
            )
        elif survey.occasion is Occasion.PERCEPTION:
            rows.append((Button(title, press("survey", "begin", survey.id)),))
        elif invitation is not None and invitation.survey == survey.id:
            rows.append((Button(title, press("survey", "accept", invitation.id)),))
    if not rows:
        lines[0] = turn.texts("survey.nothing_to_offer")
    return Say("\n\n".join(lines), (*rows, back_to_menu(turn)), edit=edit)


async def begin(turn: Turn, survey_id: str) -> Asked:
    """Ask the first question of a survey for residents, or go on where it was left."""
    survey = turn.house.surveys.get(survey_id)
    if survey is None or survey.occasion is not Occasion.PERCEPTION:
        return Asked([await offer(turn, edit=True)])
    if turn.citizen is None or turn.staff is not None:
        return Asked([await offer(turn, edit=True)])
    resting = await surveys.resting(turn.db, turn.citizen.id, today(turn))
    if survey.id in resting:
        return Asked([await offer(turn, edit=True)])
    row = await surveys.begin(turn.db, turn.citizen.id, start(survey), None, turn.now)
    return await show(turn, row)


async def accept(turn: Turn, invitation_id: int) -> Asked:
    """Take up an invitation; a second press goes on with what the first one began."""
    invitation = await survey_invitations.find(turn.db, invitation_id)
    if turn.citizen is None or invitation is None or invitation.citizen_id != turn.citizen.id:
        return Asked([Say(toast=turn.texts("survey.ended"))])
    if turn.staff is not None:
        return Asked([await offer(turn, edit=True)])
    survey = turn.house.surveys.get(invitation.survey)
    row = await surveys.hold_of(turn.db, turn.citizen.id, invitation.survey)
    if survey is None or (row is None and not invitation.open):
        return Asked([Say(turn.texts("survey.invitation_over"), (back_to_menu(turn),), edit=True)])
    if row is None:
        session, about = start(survey), invitation.about
        row = await surveys.begin(turn.db, turn.citizen.id, session, about, turn.now)
    await survey_invitations.close(turn.db, invitation)
    return await show(turn, row)


async def decline(turn: Turn, invitation_id: int) -> Say:
    """Let an invitation pass; nothing tells later that it was declined."""
    invitation = await survey_invitations.find(turn.db, invitation_id)
    if turn.citizen is not None and invitation is not None:
        if invitation.citizen_id != turn.citizen.id:
            return Say(toast=turn.texts("survey.ended"))
        await survey_invitations.close(turn.db, invitation)
    return Say(turn.texts("survey.declined"), (back_to_menu(turn),), edit=True)


def _day(turn: Turn, day: date) -> str:
    moment = datetime.combine(day, time(12), turn.policy.quiet_hours.zone)
    return word_day(turn.texts, turn.policy, moment)
