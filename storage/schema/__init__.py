"""All tables. Importing this package makes Table.metadata complete."""

from storage.schema.broadcast import Broadcast
from storage.schema.case import Case, CaseEvent, CaseFollower, WrongTries
from storage.schema.citizen import Chat, Citizen, Consent, LinkCode
from storage.schema.complaint import Complaint, ComplaintEntry, Correction, NamedUnit, Photo
from storage.schema.deadline import Deadline, Event, PromiseEntry
from storage.schema.draft import ComplaintDraft
from storage.schema.feed import FeedCall
from storage.schema.history import WebChat, WebFile, WebMessage
from storage.schema.inbox import Inbox
from storage.schema.installation import Installation
from storage.schema.outbox import Outbox
from storage.schema.shown import ShownMessage
from storage.schema.speaker import Speaker
from storage.schema.staff import Audit, Staff
from storage.schema.survey import (
    Opinion,
    SurveyAnswer,
    SurveyBox,
    SurveyInvitation,
    SurveyResponse,
    SurveyRest,
    SurveySession,
)
from storage.schema.task import CaseProperty, CaseTask

__all__ = [
    "Audit",
    "Broadcast",
    "Case",
    "CaseEvent",
    "CaseFollower",
    "CaseProperty",
    "CaseTask",
    "Chat",
    "Citizen",
    "Complaint",
    "ComplaintDraft",
    "ComplaintEntry",
    "Consent",
    "Correction",
    "Deadline",
    "Event",
    "FeedCall",
    "Inbox",
    "Installation",
    "LinkCode",
    "NamedUnit",
    "Opinion",
    "Outbox",
    "Photo",
    "PromiseEntry",
    "ShownMessage",
    "Speaker",
    "Staff",
    "SurveyAnswer",
    "SurveyBox",
    "SurveyInvitation",
    "SurveyResponse",
    "SurveyRest",
    "SurveySession",
    "WebChat",
    "WebFile",
    "WebMessage",
    "WrongTries",
]
