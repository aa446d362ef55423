"""Sending, what becomes of it, and the conversations it happens in."""

import time

import PureCloudPlatformClientV2 as genesys
from sandbox import APPLE, FIELD_APP, TEMPLATE, WEB_SHOP, WHATSAPP, Case, customer

SMS_NUMBER = "+4930555000"


def message(kind, sender, **fields):
    """`SendAgentlessOutboundMessageRequest`."""
    body = genesys.SendAgentlessOutboundMessageRequest()
    body.from_address, body.to_address_messenger_type = sender, kind
    for name, value in fields.items():
        setattr(body, name, value)
    return body


def template():
    """The approved WhatsApp template, filled."""
    parameters = []
    for name, value in [("first_name", "Ada"), ("order", "17")]:
        parameter = genesys.TemplateParameter()
        parameter.id, parameter.value = name, value
        parameters.append(parameter)
    filled = genesys.SendMessagingTemplateRequest()
    filled.response_id, filled.body_parameters = TEMPLATE, parameters
    return filled


def in_chat(with_bot):
    """Somebody in a chat with a bot, or with an agent."""
    return customer(
        lambda line: "communicationId" in line
        and ("botSessionId" in line) == with_bot
        and "livingContactId" in line
        and not line.get("sessionCleared")
    )


class Sends(Case):
    def setUp(self):
        self.api = genesys.ConversationsApi(self.client)

    def until(self, test, method, *arguments):
        """Reads until the test holds."""
        while True:
            reply = self.call(method, *arguments)
            if test(reply):
                return reply
            time.sleep(0.05)

    def test_agentless_messages_of_every_kind_and_their_status(self):
        person = customer(
            lambda line: line.get("livingContactId") and not line["contactOpen"]
            and not line.get("sessionCleared")
        )
        for body in [
            message("sms", SMS_NUMBER, to_address="+447700900123", text_body="Hello"),
            message("apple", APPLE, to_address="+447700900124", text_body="Hello"),
            message("open", FIELD_APP, to_address="guest-9", text_body="Hello"),
            message("whatsapp", WHATSAPP, to_address="447700900123", messaging_template=template()),
            message("webmessaging", WEB_SHOP, external_contact_id=person["livingContactId"], text_body="Hello"),
        ]:
            sent = self.call(self.api.post_conversations_messages_agentless, body)
            self.assertEqual(sent.messenger_type, body.to_address_messenger_type)
            done = self.until(
                lambda it: it.status == "delivery-success",
                self.api.get_conversations_message_details,
                sent.id,
            )
            self.assertEqual(done.conversation_id, sent.conversation_id)
            self.call(self.api.get_conversations_message_message, sent.conversation_id, sent.id)
            listed = self.call(
                self.api.post_conversations_message_messages_bulk, sent.conversation_id, body=[sent.id]
            )
            self.assertEqual(listed.entities[0].id, sent.id)
            whole = self.call(self.api.get_conversation, sent.conversation_id)
            status = whole.participants[-1].messages[0].messages[0].message_status
            self.assertEqual(status, "delivery-success")
            flat = self.call(self.api.get_conversations_message, sent.conversation_id)
            self.assertEqual(flat.participants[0].purpose, "customer")
            row = self.call(self.api.get_analytics_conversation_details, sent.conversation_id)
            self.assertEqual(row.participants[-1].sessions[-1].delivery_status, "DeliverySuccess")

    def test_a_number_that_cannot_be_reached(self):
        body = message("sms", SMS_NUMBER, to_address="+12015550198", text_body="Hello")
        sent = self.call(self.api.post_conversations_messages_agentless, body)
        failed = self.until(
            lambda it: it.status == "delivery-failed",
            self.api.get_conversations_message_details,
            sent.id,
        )
        self.assertEqual(failed.normalized_receipts[-1].reasons[0].code, "InvalidDestination")

    def test_mail_and_its_bounce(self):
        mail = genesys.AgentlessEmailSendRequestDto()
        mail.sender_type, mail.subject, mail.text_body = "Outbound", "Your order", "It is ready."
        mail.from_address, to = genesys.EmailAddress(), genesys.EmailAddress()
        mail.from_address.email, to.email = "shop@mail.sandbox.example", "bounce@customer.example"
        mail.to_addresses = [to]
        sent = self.call(self.api.post_conversations_emails_agentless, mail)
        bounced = self.until(
            lambda it: it.participants[0].error_info is not None,
            self.api.get_conversations_email,
            sent.conversation_id,
        )
        self.assertTrue(bounced.participants[0].error_info.message)
        mail.to_addresses = [to, to]
        body = self.refusal(self.api.post_conversations_emails_agentless, mail)
        self.assertIn("exactly one", body["message"])

    def test_a_text_that_is_too_long_names_its_field(self):
        body = message("sms", SMS_NUMBER, to_address="+447700900125", text_body="x" * 766)
        refused = self.refusal(self.api.post_conversations_messages_agentless, body)
        self.assertEqual(refused["details"][0]["fieldName"], "textBody")

    def test_an_active_conversation(self):
        person = in_chat(with_bot=False)
        body = message("webmessaging", WEB_SHOP, external_contact_id=person["livingContactId"], text_body="Hello")
        refused = self.refusal(self.api.post_conversations_messages_agentless, body)
        self.assertIn("An active conversation is already in progress", refused["message"])
        body.use_existing_active_conversation = True
        sent = self.call(self.api.post_conversations_messages_agentless, body)
        self.assertEqual(sent.conversation_id, person["conversationId"])

        words, typing = genesys.AdditionalMessage(), genesys.MessageTypingEventRequest()
        words.text_body = "Good morning"
        typing.typing = genesys.ConversationEventTyping()
        typing.typing.type, typing.typing.duration = "On", 1000
        into = (person["conversationId"], person["communicationId"])
        self.call(self.api.post_conversations_message_communication_messages, *into, words)
        self.call(self.api.post_conversations_message_communication_typing, *into, typing)
        whole = self.call(self.api.get_conversation, person["conversationId"])
        attributes = genesys.ParticipantAttributes()
        attributes.attributes = {"order": "17"}
        self.call(
            self.api.patch_conversation_participant_attributes,
            person["conversationId"],
            whole.participants[0].id,
            attributes,
        )
        self.api.post_conversation_disconnect(person["conversationId"])
        whole = self.call(self.api.get_conversation, person["conversationId"])
        self.assertIsNotNone(whole.end_time)
        self.assertEqual(whole.participants[0].attributes["order"], "17")

    def test_a_bots_structured_message(self):
        reply = genesys.ReplyMessage()
        reply.type, reply.text, reply.content = "Structured", "Which slot?", []
        for label, value in [("Morning", "am"), ("Evening", "pm")]:
            element = genesys.ConversationMessageContent()
            element.content_type, element.quick_reply = "QuickReply", genesys.ConversationContentQuickReply()
            element.quick_reply.text, element.quick_reply.payload = label, value
            element.quick_reply.action = "Message"
            reply.content.append(element)
        body = genesys.OutgoingMessageRequest()
        body.bot_id, body.bot_version, body.bot_state, body.language_code = "b", "1", "MOREDATA", "en"
        body.bot_session_id, body.reply_messages = in_chat(with_bot=True)["botSessionId"], [reply]
        api = genesys.IntegrationsApi(self.client)
        sent = self.call(api.post_integrations_botconnectors_outgoing_messages, body)
        details = self.call(self.api.get_conversations_message_details, sent.message_id)
        self.assertEqual(details.normalized_message.content[1].quick_reply.payload, "pm")

    def test_open_messaging_from_the_other_side(self):
        sender = genesys.OpenMessagingFromRecipient()
        sender.id, sender.id_type, sender.nickname = "guest-10", "Opaque", "Ada"
        channel = genesys.OpenInboundMessageMessagingChannel()
        channel.pcFrom, channel.time = sender, "2026-07-01T10:00:00.000Z"
        body = genesys.OpenInboundNormalizedMessage()
        body.channel, body.text, body.metadata = channel, "Hello", {"source": "test"}
        said = self.call(
            self.api.post_conversations_message_inbound_open_message,
            FIELD_APP,
            body,
            prefetch_conversation_id=True,
        )
        whole = self.call(self.api.get_conversation, said.conversation_id)
        self.assertIsNone(whole.end_time)
        for method, model in [
            (self.api.post_conversations_message_inbound_open_event, {
                "channel": {"from": {"id": "guest-10", "idType": "Opaque"}, "time": "2026-07-01T10:00:01.000Z"},
                "events": [{"eventType": "Typing"}],
            }),
            (self.api.post_conversations_message_inbound_open_structured_response, {
                "channel": {"from": {"id": "guest-10", "idType": "Opaque"}, "time": "2026-07-01T10:00:02.000Z"},
                "buttonResponse": {"type": "QuickReply", "text": "Morning", "payload": "am"},
                "originatingMessageId": said.id,
            }),
        ]:
            self.call(method, FIELD_APP, model)
        joined = message("open", FIELD_APP, to_address="guest-10", text_body="Hello Ada", use_existing_active_conversation=True)
        refused = message("open", FIELD_APP, to_address="guest-10", text_body="Hello Ada")
        self.refusal(self.api.post_conversations_messages_agentless, refused)
        self.call(self.api.post_conversations_messages_agentless, joined)
        fresh = message("open", FIELD_APP, to_address="guest-11", text_body="Hello")
        fresh = self.call(self.api.post_conversations_messages_agentless, fresh)
        receipt = {
            "id": fresh.id, "status": "Delivered", "isFinalReceipt": True,
            "channel": {"to": {"id": "guest-11"}, "time": "2026-07-01T10:00:03.000Z"},
        }
        self.call(self.api.post_conversations_message_inbound_open_receipt, FIELD_APP, receipt)
        details = self.call(self.api.get_conversations_message_details, fresh.id)
        self.assertEqual(details.status, "delivery-success")
