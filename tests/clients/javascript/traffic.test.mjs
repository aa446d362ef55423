import assert from "node:assert/strict";
import { before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { call, customer, fieldApp, genesys, refusal, signIn, template, webShop, whatsApp } from "./sandbox.mjs";

before(() => signIn());

const midnight = new Date().toISOString().slice(0, 10);
const interval = (days) =>
    `${new Date(Date.parse(midnight) - days * 86_400_000).toISOString()}/${midnight}T00:00:00.000Z`;
const segmentFilters = [
    {
        type: "and",
        predicates: [
            { dimension: "mediaType", value: "message" },
            { dimension: "messageType", value: "webmessaging" },
            { dimension: "purpose", value: "customer" },
        ],
    },
];

test("details page by page, and by a job", async () => {
    const api = new genesys.AnalyticsApi();
    const ids = new Set();
    for (let pageNumber = 1, total = 1; (pageNumber - 1) * 100 < total; pageNumber += 1) {
        const page = await call(api, "postAnalyticsConversationsDetailsQuery", {
            interval: interval(30),
            segmentFilters,
            paging: { pageSize: 100, pageNumber },
        });
        total = page.totalHits;
        for (const one of page.conversations ?? []) ids.add(one.conversationId);
        assert.ok(ids.size <= total);
    }
    const { jobId } = await call(api, "postAnalyticsConversationsDetailsJobs", {
        interval: interval(30),
        segmentFilters,
        startOfDayIntervalMatching: true,
    });
    let job;
    do {
        await sleep(50);
        job = await call(api, "getAnalyticsConversationsDetailsJob", jobId);
    } while (job.state !== "FULFILLED");
    const found = new Set();
    let cursor;
    do {
        const page = await call(api, "getAnalyticsConversationsDetailsJobResults", jobId, { cursor, pageSize: 100 });
        for (const one of page.conversations) found.add(one.conversationId);
        ({ cursor } = page);
    } while (cursor);
    assert.deepEqual(found, ids);
});

test("agentless messages, their status and their conversation", async () => {
    const api = new genesys.ConversationsApi();
    const person = await customer((line) => line.livingContactId && !line.contactOpen && !line.sessionCleared);
    const bodyParameters = [
        { id: "first_name", value: "Ada" },
        { id: "order", value: "17" },
    ];
    const textBody = "Hello";
    for (const body of [
        { toAddressMessengerType: "sms", fromAddress: "+4930555000", toAddress: "+447700900124", textBody },
        { toAddressMessengerType: "open", fromAddress: fieldApp, toAddress: "guest-20", textBody },
        {
            toAddressMessengerType: "whatsapp",
            fromAddress: whatsApp,
            toAddress: "447700900124",
            messagingTemplate: { responseId: template, bodyParameters },
        },
    ]) {
        const sent = await call(api, "postConversationsMessagesAgentless", body);
        const details = await call(api, "getConversationsMessageDetails", sent.id);
        assert.equal(details.messengerType, body.toAddressMessengerType);
        const whole = await call(api, "getConversation", sent.conversationId);
        assert.equal(whole.participants[0].purpose, "customer");
        await call(api, "getConversationsMessage", sent.conversationId);
    }
    // The client types no externalContactId, and sends it all the same.
    const sent = await api.postConversationsMessagesAgentless({
        toAddressMessengerType: "webmessaging",
        fromAddress: webShop,
        externalContactId: person.livingContactId,
        textBody,
    });
    assert.equal(sent.toAddress, person.guestId);
});

test("mail, and a mail with two recipients", async () => {
    const api = new genesys.ConversationsApi();
    const to = { email: "ana@customer.example" };
    const mail = {
        senderType: "Outbound",
        fromAddress: { email: "shop@mail.sandbox.example", name: "Shop" },
        toAddresses: [to],
        subject: "Your order",
        textBody: "It is ready.",
    };
    const sent = await call(api, "postConversationsEmailsAgentless", mail);
    await call(api, "getConversationsEmail", sent.conversationId);
    const body = await refusal(api.postConversationsEmailsAgentless({ ...mail, toAddresses: [to, to] }));
    assert.match(body.message, /exactly one/);
});
