// Tidings' own requests, as its golden files have them, against the client's request models.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { differencesFrom } from "./sandbox.mjs";

const folder = `${process.env.TIDINGS_GOLDEN}/platform`;
/** The model of the body, by the end of the path. */
const models = [
    [/\/emails\/agentless$/, "AgentlessEmailSendRequestDto"],
    [/\/messages\/agentless$/, "SendAgentlessOutboundMessageRequest"],
    [/\/communications\/[^/]+\/messages$/, "AdditionalMessage"],
    [/\/botconnectors\/outgoing\/messages$/, "OutgoingMessageRequest"],
    [/\/inbound\/open\/message$/, "OpenInboundNormalizedMessage"],
    [/\/inbound\/open\/event$/, "OpenInboundNormalizedEvent"],
    [/\/inbound\/open\/receipt$/, "OpenInboundNormalizedReceipt"],
    [/\/inbound\/open\/structured\/response$/, "OpenInboundStructuredResponseMessage"],
];

test("every request has all that its model requires and nothing unknown to it", () => {
    const names = readdirSync(folder).filter((name) => name.endsWith(".http"));
    assert.ok(names.length > 0, `${folder} has requests`);
    for (const name of names) {
        const [head, body] = readFileSync(`${folder}/${name}`, "utf8").split("\n\n");
        const path = head.split("\n")[0].split(" ")[1].split("?")[0];
        if (!body.trim()) continue;
        const model = models.find(([pattern]) => pattern.test(path))?.[1];
        assert.ok(model, `${name}: the model of ${path} is known`);
        assert.deepEqual(differencesFrom(model, JSON.parse(body)), [], name);
    }
});
