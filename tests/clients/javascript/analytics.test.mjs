import assert from "node:assert/strict";
import { before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { call, genesys, refusal, signIn } from "./sandbox.mjs";

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
    const [first] = ids;
    const one = await call(api, "getAnalyticsConversationDetails", first);
    assert.equal(one.conversationId, first);
    const several = await call(api, "getAnalyticsConversationsDetails", { id: [first] });
    assert.equal(several.conversations.length, 1);
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

test("more than 31 days are refused", async () => {
    const api = new genesys.AnalyticsApi();
    const query = { interval: interval(40), paging: { pageSize: 25, pageNumber: 1 } };
    const body = await refusal(api.postAnalyticsConversationsDetailsQuery(query));
    assert.match(body.message, /does not exceed 31 days/);
});

test("conversations are counted by channel", async () => {
    const reply = await call(
        new genesys.AnalyticsApi(),
        "postAnalyticsConversationsAggregatesQuery",
        { interval: interval(30), groupBy: ["messageType"], metrics: ["nConversations"] },
    );
    assert.ok(reply.results.some((one) => one.group.messageType === "webmessaging"));
});
