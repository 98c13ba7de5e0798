"""The six work areas of the programme, and the transfer desk for what is not police business."""

from enum import StrEnum


class Area(StrEnum):
    ROUTINE = "routine"
    PREVENTION = "prevention"
    CASEWORK = "casework"
    CONDUCT = "conduct"
    SERVICE = "service"
    PUBLICITY = "publicity"
    OTHER = "other"
