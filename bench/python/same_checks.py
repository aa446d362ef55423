"""The checks of tidings-core on msgspec: `Struct`s, precompiled patterns, msgspec's encoder.

Differences that remain: an IPv6 host is looked at less closely, and the first thing wrong is
reported, not all of it.
"""

import re
from datetime import datetime
from typing import Annotated, List, Literal, Optional

import msgspec
from msgspec import Meta, Struct, UNSET, UnsetType

Id = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:~-]{0,127}\Z")]
FileName = Annotated[str, Meta(max_length=255, pattern=r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*\Z")]
HttpsUrl = Annotated[
    str,
    Meta(
        max_length=2048,
        pattern=r"""(?i)^https://(?:\[[0-9a-f:.]+\]|\w(?:[\w-]{0,61}\w)?(?:\.\w(?:[\w-]{0,61}\w)?)*)"""
        r"""(?::(?:[0-5]?[0-9]{1,4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?(?:[/?#][^\s\x00-\x1f\x7f-\x9f<>"\\]*)?\Z""",
    ),
]
Size = Annotated[int, Meta(ge=0, le=26_214_400)]

MEDIA_TYPES = {"image/png", "image/jpeg", "application/pdf", "text/plain"}
MAX_TEXT_BYTES = 4096
BLOCKED = [
    re.compile(pattern, re.IGNORECASE | re.DOTALL).search
    for pattern in (r"<script[^>]*>.*?</script>", r"malware\.exe", r"blocked_keyword")
]


class Attachment(Struct, rename="camel", forbid_unknown_fields=True):
    """Read and written as it is: the draft's form is the wire's."""

    content_type: str
    url: HttpsUrl
    file_name: FileName
    size: Size


Attachments = Annotated[List[Attachment], Meta(max_length=10)]


class Draft(Struct, rename="camel", forbid_unknown_fields=True):
    operation: Literal["guest"]
    guest_id: Id
    conversation_id: Id
    text: str = ""
    html: bool = False
    read_receipt: bool = True
    attachments: Attachments = []


class Party(Struct):
    id: str
    type: str


class Content(Struct, rename="camel"):
    content_type: str
    content: str


class Metadata(Struct, rename="camel"):
    read_receipt: bool
    transmission_timestamp: datetime


class Body(Struct, rename={"from_": "from"}):
    from_: Party
    to: Party
    body: Content
    metadata: Metadata
    attachments: List[Attachment] | UnsetType = UNSET


def check(draft: Draft) -> None:
    """What msgspec's types cannot say. Raises `ValueError`."""
    text = draft.text
    attachments = draft.attachments
    if text or not attachments:
        if not text or text.isspace():
            raise ValueError("text: is missing")
        if len(text) > MAX_TEXT_BYTES or (
            not text.isascii() and len(text.encode()) > MAX_TEXT_BYTES
        ):
            raise ValueError("text: over 4096 bytes")
        for search in BLOCKED:
            if search(text):
                raise ValueError("text: blocked content")
    for attachment in attachments:
        media_type = attachment.content_type
        if media_type not in MEDIA_TYPES and media_type.lower() not in MEDIA_TYPES:
            raise ValueError("attachments: media type")


def build(draft: Draft, now: datetime) -> Body:
    return Body(
        Party(draft.guest_id, "user"),
        Party(draft.conversation_id, "conversation"),
        Content("text/html" if draft.html else "text/plain", draft.text),
        Metadata(draft.read_receipt, now),
        draft.attachments or UNSET,
    )


encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder(Draft).decode


def from_values(draft: dict, now: datetime) -> bytes:
    """From a dict of Python values to the wire."""
    checked = msgspec.convert(draft, Draft)
    check(checked)
    return encode(build(checked, now))


def from_json(draft: bytes, now: datetime) -> bytes:
    """From JSON text to the wire."""
    checked = decode(draft)
    check(checked)
    return encode(build(checked, now))
