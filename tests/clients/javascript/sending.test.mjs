import assert from "node:assert/strict";
import { before, test } from "node:test";

import {
    apple,
    call,
    customer,
    fieldApp,
    genesys,
    refusal,
    signIn,
    template,
    webShop,
    whatsApp,
} from "./sandbox.mjs";

const mailbox = { email: "service@mail.sandbox.example", name: "Sandbox service" };
let api;

before(async () => {
    await signIn();
    api = new genesys.ConversationsApi();
});

async function agentless(fields) {
    const reply = await call(api, "postConversationsMessagesAgentless", fields);
    assert.equal(reply.messengerType, fields.toAddressMessengerType);
    const details = await call(api, "getConversationsMessageDetails", reply.id);
    assert.equal(details.conversationId, reply.conversationId);
    return reply;
}

test("web messaging to a person, and what became of it", async () => {
    const person = await customer(
        (line) => line.livingContactId && line.conversationStatus === "closed",
    );
    const reply = await agentless({
        fromAddress: webShop,
        externalContactId: person.livingContactId,
        toAddressMessengerType: "webmessaging",
        textBody: "Your order is ready.",
    });
    const id = reply.conversationId;
    await call(api, "getConversation", id);
    await call(api, "getConversationsMessage", id);
    await call(api, "getConversationsMessageMessage", id, reply.id);
    const bulk = await call(api, "postConversationsMessageMessagesBulk", id, { body: [reply.id] });
    assert.deepEqual(
        bulk.entities.map((one) => one.id),
        [reply.id],
    );
    const again = await refusal(
        api.postConversationsMessagesAgentless({
            fromAddress: webShop,
            externalContactId: "nobody",
            toAddressMessengerType: "webmessaging",
            textBody: "x",
        }),
    );
    assert.ok([400, 404].includes(again.status));
});

test("SMS, open messaging, Apple and WhatsApp", async () => {
    const textBody = "Your order is ready.";
    await agentless({
        fromAddress: "+4930555000",
        toAddress: "+493055501",
        toAddressMessengerType: "sms",
        textBody,
    });
    await agentless({
        fromAddress: fieldApp,
        toAddress: "guest-51",
        toAddressMessengerType: "open",
        textBody,
    });
    await agentless({
        fromAddress: apple,
        toAddress: "+13175550152",
        toAddressMessengerType: "apple",
        textBody,
    });
    await agentless({
        fromAddress: whatsApp,
        toAddress: "13175550153",
        toAddressMessengerType: "whatsapp",
        messagingTemplate: {
            responseId: template,
            bodyParameters: [
                { id: "first_name", value: "Ada" },
                { id: "order", value: "41" },
            ],
        },
    });
});

test("mail to one address, not to two", async () => {
    const mail = {
        senderType: "Outbound",
        fromAddress: mailbox,
        toAddresses: [{ email: "nobody.there@example.org" }],
        subject: "Your order",
        textBody: "Your order is ready.",
    };
    const reply = await call(api, "postConversationsEmailsAgentless", mail);
    await call(api, "getConversationsEmail", reply.conversationId);
    mail.toAddresses.push({ email: "another@example.org" });
    const body = await refusal(api.postConversationsEmailsAgentless(mail));
    assert.equal(body.details[0].fieldName, "toAddresses");
});

test("into the communication of an agent, and of a bot", async () => {
    const withAgent = await customer((line) => line.contactOpen && !line.botSessionId);
    const conversation = await call(api, "getConversation", withAgent.conversationId);
    const agent = conversation.participants.find((one) => one.purpose === "agent");
    const communication = agent.messages[0].id;
    const said = await call(
        api,
        "postConversationsMessageCommunicationMessages",
        conversation.id,
        communication,
        { textBody: "Welcome back" },
    );
    assert.equal(said.conversationId, conversation.id);
    await call(api, "postConversationsMessageCommunicationTyping", conversation.id, communication, {
        typing: { type: "On", duration: 5000 },
    });
    const withBot = await customer((line) => line.botSessionId);
    await call(
        new genesys.IntegrationsApi(),
        "postIntegrationsBotconnectorsOutgoingMessages",
        {
            botId: "bot",
            botVersion: "1",
            botSessionId: withBot.botSessionId,
            botState: "MoreData",
            languageCode: "en-us",
            replyMessages: [
                {
                    type: "Structured",
                    text: "New plan",
                    content: [
                        {
                            contentType: "Card",
                            card: {
                                title: "Plan S",
                                actions: [{ type: "Postback", text: "Choose", payload: "plan_s" }],
                            },
                        },
                    ],
                },
            ],
        },
    );
});

test("what the middleware of open messaging posts", async () => {
    const channel = {
        from: { id: "guest-52", idType: "Opaque", nickname: "Ada" },
        time: "2026-07-01T10:00:00.000Z",
        messageId: "mw-0001",
    };
    const inbound = await call(api, "postConversationsMessageInboundOpenMessage", fieldApp, {
        channel,
        text: "Hello",
    });
    assert.equal(inbound.text, "Hello");
    await call(api, "postConversationsMessageInboundOpenEvent", fieldApp, {
        channel: { from: channel.from, time: channel.time },
        events: [{ eventType: "Typing" }],
    });
    await call(api, "postConversationsMessageInboundOpenStructuredResponse", fieldApp, {
        channel,
        buttonResponse: { type: "QuickReply", text: "Morning", payload: "am" },
        originatingMessageId: inbound.id,
    });
    const sent = await agentless({
        fromAddress: fieldApp,
        toAddress: "guest-53",
        toAddressMessengerType: "open",
        textBody: "How can we help?",
    });
    await call(api, "postConversationsMessageInboundOpenReceipt", fieldApp, {
        id: sent.id,
        channel: { to: { id: "guest-53" }, time: "2026-07-01T10:00:05.000Z" },
        status: "Delivered",
        isFinalReceipt: true,
    });
    const details = await call(api, "getConversationsMessageDetails", sent.id);
    assert.equal(details.status, "delivery-success");
});
