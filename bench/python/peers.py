"""Who runs in Python: each takes a draft and gives the body for the wire, or raises `ValueError`."""

import json
import logging
from datetime import datetime, timezone
from typing import Callable, NamedTuple

import guide_004
import same_checks

NOW = datetime(2026, 1, 15, 10, 30, tzinfo=timezone.utc)
# Refusals are looked at, not read.
logging.getLogger("guide_004").disabled = True


class Peer(NamedTuple):
    name: str
    # Whether it has all checks of tidings-core, or the guide's alone.
    same_checks: bool
    # What it starts from: "values" (a dict of Python values) or "JSON text".
    start: str
    # The draft in the form that it starts from; not measured.
    prepare: Callable[[dict], object]
    # What is measured: takes that and the time.
    run: Callable[[object, datetime], bytes]


def guide_arguments(draft: dict) -> dict:
    """The draft's fields under the guide's names."""
    return {
        "guest_id": draft["guestId"],
        "conversation_id": draft["conversationId"],
        "body": {
            "content_type": "text/html" if draft.get("html") else "text/plain",
            "content": draft["text"],
        },
        "attachments": [
            {
                "content_type": attachment["contentType"],
                "url": attachment["url"],
                "file_name": attachment["fileName"],
                "size_bytes": attachment["size"],
            }
            for attachment in draft.get("attachments", [])
        ],
        "read_receipt_trigger": draft.get("readReceipt", True),
    }


transmit = guide_004.MessageTransmitter().transmit_message


def guide_from_values(values: dict, _now: datetime) -> bytes:
    """As the guide's own example constructs its payload: model by model, by keyword. It reads the
    clock itself."""
    payload = guide_004.TransmissionPayload(
        guest_id=values["guest_id"],
        conversation_id=values["conversation_id"],
        body=guide_004.MessageBody(**values["body"]),
        attachments=[guide_004.AttachmentMetadata(**one) for one in values["attachments"]],
        read_receipt_trigger=values["read_receipt_trigger"],
    )
    return transmit(payload)


def guide_from_json(text: bytes, _now: datetime) -> bytes:
    return transmit(guide_004.TransmissionPayload.model_validate_json(text))


def as_json(value: dict) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


PEERS = [
    Peer("guide 004 (pydantic)", False, "values", guide_arguments, guide_from_values),
    Peer(
        "guide 004 (pydantic)",
        False,
        "JSON text",
        lambda draft: as_json(guide_arguments(draft)),
        guide_from_json,
    ),
    Peer("msgspec", True, "values", lambda draft: draft, same_checks.from_values),
    Peer("msgspec", True, "JSON text", as_json, same_checks.from_json),
]
