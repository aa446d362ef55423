"""Guide 004's pipeline as the guide prints it: its models, its checks, its body.

Only its indentation is restored, and what sends is left out (the SDK, retry, analytics). The guide
leaves serializing to the SDK, which calls `json.dumps`.
"""

import json
import logging
import re
from datetime import datetime, timezone
from typing import Dict, List, Optional

from pydantic import BaseModel

logger = logging.getLogger(__name__)

ALLOWED_MIME_TYPES = {"image/png", "image/jpeg", "application/pdf", "text/plain"}
MAX_TEXT_SIZE = 4096  # Genesys Cloud web messaging text limit
BLOCKED_PATTERNS = [r"<script[^>]*>.*?</script>", r"malware\.exe", r"blocked_keyword"]


class MessageBody(BaseModel):
    content_type: str
    content: str


class AttachmentMetadata(BaseModel):
    content_type: str
    url: str
    file_name: str
    size_bytes: int


class TransmissionPayload(BaseModel):
    guest_id: str
    conversation_id: str
    body: MessageBody
    attachments: Optional[List[AttachmentMetadata]] = []
    read_receipt_trigger: bool = True


class MessageValidationPipeline:
    @staticmethod
    def validate_content_policy(content: str) -> bool:
        for pattern in BLOCKED_PATTERNS:
            if re.search(pattern, content, re.IGNORECASE | re.DOTALL):
                logger.warning("Content policy violation detected in message body.")
                return False
        return True

    @staticmethod
    def validate_media_format(attachment: AttachmentMetadata) -> bool:
        if attachment.content_type not in ALLOWED_MIME_TYPES:
            logger.warning(f"Disallowed media format: {attachment.content_type}")
            return False
        if attachment.size_bytes > 25 * 1024 * 1024:  # 25MB limit
            logger.warning("Attachment exceeds 25MB gateway limit.")
            return False
        return True

    @classmethod
    def validate_transmission(cls, payload: TransmissionPayload) -> bool:
        if len(payload.body.content.encode("utf-8")) > MAX_TEXT_SIZE:
            logger.error(f"Message body exceeds {MAX_TEXT_SIZE} byte limit. Truncation prevented.")
            return False
        if not cls.validate_content_policy(payload.body.content):
            return False
        for att in payload.attachments or []:
            if not cls.validate_media_format(att):
                return False
        return True


class MessageTransmitter:
    def _build_api_body(self, payload: TransmissionPayload) -> Dict:
        api_body = {
            "from": {"id": payload.guest_id, "type": "user"},
            "to": {"id": payload.conversation_id, "type": "conversation"},
            "body": {
                "contentType": payload.body.content_type,
                "content": payload.body.content
            },
            "metadata": {
                "readReceipt": payload.read_receipt_trigger,
                "transmissionTimestamp": datetime.now(timezone.utc).isoformat()
            }
        }
        if payload.attachments:
            api_body["attachments"] = [
                {
                    "contentType": att.content_type,
                    "url": att.url,
                    "fileName": att.file_name,
                    "size": att.size_bytes
                }
                for att in payload.attachments
            ]
        return api_body

    def transmit_message(self, payload: TransmissionPayload) -> bytes:
        if not MessageValidationPipeline.validate_transmission(payload):
            raise ValueError("Payload failed validation pipeline checks.")
        api_body = self._build_api_body(payload)
        return json.dumps(api_body).encode()
