import assert from "node:assert/strict";
import { before, test } from "node:test";

import { call, genesys, signIn, webShop } from "./sandbox.mjs";

before(() => signIn());

test("a channel takes topics and gives them up", async () => {
    const api = new genesys.NotificationsApi();
    const channel = await call(api, "postNotificationsChannels");
    assert.match(channel.connectUri, /^wss?:/);
    const topics = [{ id: `v2.webmessaging.deployments.${webShop}.undelivered.messages` }];
    const taken = await call(api, "putNotificationsChannelSubscriptions", channel.id, topics);
    assert.equal(taken.entities[0].id, topics[0].id);
    await call(api, "getNotificationsChannelSubscriptions", channel.id);
    await call(api, "getNotificationsChannels");
    await call(api, "getNotificationsAvailabletopics", { expand: ["description"] });
    await call(api, "deleteNotificationsChannelSubscriptions", channel.id);
});
