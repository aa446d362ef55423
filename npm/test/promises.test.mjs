// What the package promises, beyond what the wire looks like.
import assert from "node:assert/strict";
import test from "node:test";
import {
  Budgets,
  Lane,
  Message,
  Pacer,
  Policy,
  RetryPolicy,
  TokenKeeper,
  build,
  buildAll,
  capabilities,
  check,
  limits,
  measureSms,
  outcome,
  parse,
  rateLimit,
  tokenGrant,
  tokenRequest,
} from "tidings-core";

const now = Date.parse("2026-01-15T10:30:00Z");
const guest = { operation: "guest", guestId: "guest-1", conversationId: "conv-1", text: "Hello" };
const reply = (status, body, headers = []) => ({ status, headers, body: JSON.stringify(body) });

test("everything that is wrong is said at once, in the order of the fields", () => {
  const { ok, violations } = check({ operation: "guest", text: "a blocked_keyword" });
  assert.equal(ok, false);
  assert.deepEqual(
    violations.map(({ code, path }) => [code, path]),
    [["required", "/guestId"], ["required", "/conversationId"], ["blocked_content", "/text"]],
  );
});

test("a sound draft tells whom it goes to", () => {
  assert.deepEqual(check(guest), {
    ok: true,
    operation: "guest",
    recipient: { kind: "guest", guestId: "guest-1", conversationId: "conv-1" },
  });
});

test("what is no draft is refused as a value", () => {
  for (const wrong of [undefined, null, 7, "guest", [], {}, { operation: "shout" }, { ...guest, txet: "" }]) {
    const result = check(wrong);
    assert.equal(result.ok, false, JSON.stringify(wrong));
    assert.ok(result.violations.length > 0);
    assert.deepEqual(result.warnings, []);
  }
});

test("half an emoji is refused, alone and among others", () => {
  const half = { ...guest, text: "\ud83d" };
  const [violation] = check(half).violations;
  assert.equal(violation.code, "wrong_type");
  assert.deepEqual(buildAll([guest, half, guest], "guides", now).map((it) => it.ok), [true, false, true]);
});

test("many drafts are built as each alone is, in their order", () => {
  const drafts = [guest, { operation: "guest" }, { ...guest, text: "Ünïcode 😀" }];
  assert.deepEqual(buildAll(drafts, "guides", now), drafts.map((draft) => build(draft, "guides", now)));
  assert.deepEqual(buildAll([], "guides", now), []);
});

test("a carousel goes to a real host of the guides as a request a card", () => {
  const carousel = {
    operation: "structured",
    contactId: "c-1",
    content: { type: "carousel", cards: [{ title: "One" }, { title: "Two" }] },
  };
  assert.equal(build(carousel, "guides", now).requests.length, 2);
  assert.equal(build(carousel, "guides", now, true).requests.length, 1);
});

test("a mistake in the program is an exception that says what it is", () => {
  assert.throws(() => build(guest, "morse", now), /dialect must be "guides" or "platform"/);
  assert.throws(() => build(guest, "guides", Number.NaN), /now must be a time in milliseconds/);
  assert.throws(() => outcome("guides", "shout", reply(200, {})), /unknown operation/);
  const policy = new RetryPolicy({ dialect: "guides", operation: "guest" });
  const failed = { kind: "never_opened", reason: "refused" };
  assert.throws(() => policy.decide(failed, undefined, 7, now), /random must be from 0 up to 1/);
  assert.throws(() => new RetryPolicy({ dialect: "guides", operation: "guest", paitence: 1 }), /paitence/);
});

test("a message is read once and personalized for each", () => {
  const sms = { operation: "outbound", channel: "sms", from: "+4930555000", format: "text", body: "Hi {{name}}" };
  const { message } = parse(sms);
  assert.ok(message instanceof Message);
  assert.equal(message.operation, "outbound");
  const to = { kind: "address", address: "+4915112345678" };
  const built = message.personalize({ ...to, name: "Ada" }, "guides", now);
  assert.match(built.requests[0].body, /Hi Ada/);
  const [violation] = message.personalize(to, "guides", now).violations;
  assert.equal(violation.code, "missing_value");
  assert.equal(violation.path, "/body");
});

test("one message to many in columns is what each of them alone is", () => {
  const { message } = parse(guest);
  const to = ["guest-1", "no id", "guest-3"];
  const conversation = ["conv-1", "conv-2", "conv-3"];
  const batch = message.personalizeAll({ to, conversation }, "guides", now);
  assert.equal(batch.length, 3);
  assert.deepEqual(batch.refused.map(({ row, violations }) => [row, violations[0].path]), [[1, "/guestId"]]);
  assert.equal(batch.request(1), undefined);
  assert.equal(batch.request(3), undefined);
  const { bodies, ends } = batch;
  for (const row of [0, 2]) {
    const alone = build({ ...guest, guestId: to[row], conversationId: conversation[row] }, "guides", now);
    assert.deepEqual(batch.request(row), alone.requests[0]);
    const bytes = bodies.subarray(row === 0 ? 0 : ends[row - 1], ends[row]);
    assert.equal(new TextDecoder().decode(bytes), alone.requests[0].body);
  }
  batch.free();
});

test("no text of a column slips into the row beside it", () => {
  const mail = { operation: "outbound", from: "a@example.org", subject: "s", body: "{{name}}" };
  const { message } = parse(mail);
  const to = ["b@example.org", "c@example.org"];
  const batch = message.personalizeAll({ to, name: ["B\u001fC", ""] }, "guides", now);
  assert.deepEqual(batch.refused.map(({ row }) => row), [0, 1]);
  assert.throws(() => message.personalizeAll({ to, name: ["B"] }, "guides", now), /differ in length/);
  assert.throws(() => message.personalizeAll({}, "guides", now), /to is missing/);
  assert.equal(message.personalizeAll({ to: [] }, "guides", now).length, 0);
});

test("a policy of one's own blocks what it says and nothing else", () => {
  const { ok, policy } = Policy.compile({ blockedPatterns: ["secret"], textBytes: 20 });
  assert.ok(ok);
  assert.equal(policy.check({ ...guest, text: "no blocked_keyword" }).ok, true);
  assert.equal(policy.check({ ...guest, text: "a SECRET" }).violations[0].code, "blocked_content");
  assert.equal(policy.check({ ...guest, text: "a".repeat(21) }).violations[0].limit, 20);
  assert.deepEqual(policy.settings.blockedPatterns, ["secret"]);
  assert.equal(policy.settings.attachmentBytes, 26_214_400);
  policy.free();
});

test("settings that make no policy are refused as a value", () => {
  const { ok, violations } = Policy.compile({ blockedPatterns: ["(a+)+$"] });
  assert.equal(ok, false);
  assert.match(violations[0].message, /\(a\+\)\+\$/);
  assert.match(Policy.compile({ blockedPattern: [] }).violations[0].message, /blockedPattern/);
});

test("a reply becomes an outcome and an outcome a decision", () => {
  const policy = new RetryPolicy({ dialect: "guides", operation: "guest" });
  const throttled = outcome("guides", "guest", reply(429, {}, [["retry-after", "3"]]));
  assert.deepEqual(throttled, { kind: "throttled", retryAfter: 3000 });
  const again = policy.decide(throttled, undefined, 0, now);
  assert.deepEqual([again.kind, again.at, again.setback], ["again", now + 3000, "throttled"]);
  assert.deepEqual(again.tries, { attempts: 0, waits: 1, waitingSince: now, tokenRefreshed: false });
  const lost = outcome("guides", "guest", { kind: "reply_lost", reason: "cut" });
  const done = policy.decide(lost, again.tries, 0, now);
  assert.deepEqual([done.kind, done.ending.state], ["done", "in_doubt"]);
  const taken = outcome("guides", "guest", reply(202, { id: "m-1", deliveryStatus: "sent" }));
  assert.equal(policy.decide(taken, undefined, 0, now).ending.state, "accepted");
});

test("what a reply says of the platform's limit is read, and nothing where it says nothing", () => {
  assert.equal(rateLimit("guides", reply(200, {})), undefined);
  const limit = rateLimit("guides", reply(200, {}, [["X-RateLimit-Remaining", "5"]]));
  assert.equal(limit.remaining, 5);
});

test("one caller is told to fetch a token, the others wait for it", () => {
  using_(new TokenKeeper(), (keeper) => {
    assert.deepEqual(keeper.poll(now), { kind: "fetch" });
    assert.deepEqual(keeper.poll(now), { kind: "pending" });
    const grant = tokenGrant("guides", reply(200, { access_token: "t", token_type: "bearer", expires_in: 1200 }));
    assert.deepEqual(grant, { ok: true, token: "t", expiresIn: 1_200_000 });
    keeper.handleGrant(grant.token, grant.expiresIn, now);
    assert.deepEqual(keeper.poll(now), { kind: "ready", token: "t" });
    assert.equal(keeper.pollTimeout, now + 1_140_000);
    keeper.handleUnauthorized("t");
    assert.deepEqual(keeper.poll(now), { kind: "fetch" });
    keeper.handleFailure({ kind: "never_opened", reason: "refused" }, 0, now);
    assert.deepEqual(keeper.poll(now), { kind: "wait", until: now + 1000 });
  });
  const { path, form } = tokenRequest("guides", "id", "secret");
  assert.equal(path, "/oauth/token");
  assert.deepEqual(form.map(([name]) => name), ["grant_type", "client_id", "client_secret"]);
  assert.deepEqual(tokenRequest("platform", "id", "secret").basic, ["id", "secret"]);
});

test("a pacer gives leave evenly and obeys a 429", () => {
  using_(new Pacer(60, now), (pacer) => {
    assert.deepEqual(pacer.poll(now), { ready: true });
    assert.deepEqual(pacer.poll(now), { ready: false, at: now + 1000 });
    pacer.handleThrottled(5000, now);
    assert.deepEqual(pacer.poll(now), { ready: false, at: now + 5000 });
    const resumed = Pacer.resume(60, pacer.state);
    assert.deepEqual(resumed.poll(now), { ready: false, at: now + 5000 });
    pacer.handleRateLimit({ remaining: 0, resetsIn: 9000 }, now);
    assert.deepEqual(pacer.poll(now), { ready: false, at: now + 9000 });
  });
  assert.throws(() => new Pacer(0, now), /outside 1 to/);
});

test("a single message overtakes a campaign, and the budget that binds is named", () => {
  const budgets = new Budgets();
  const toll = ["client", "cap"];
  budgets.set("cap", 60, now);
  budgets.set("client", 300, now, true);
  const lane = new Lane();
  lane.push("first", toll, "spring");
  lane.push("second", toll, "spring");
  lane.push({ to: "Ada" }, toll);
  assert.equal(lane.waiting("spring"), 2);
  assert.deepEqual(lane.poll(budgets, now), { kind: "start", item: { to: "Ada" } });
  assert.deepEqual(lane.poll(budgets, now), { kind: "wait", at: now + 1000, binds: "cap" });
  assert.deepEqual(lane.poll(budgets, now + 1000), { kind: "start", item: "first" });
  const [forecast] = budgets.forecast([{ campaign: "spring", budgets: toll, count: 61 }], now + 1000);
  assert.deepEqual([forecast.kind, forecast.binds, forecast.perMinute], ["ends", "cap", 60]);
  assert.deepEqual(budgets.poll(toll, now + 1000), { ready: false, at: now + 2000, binds: "cap" });
  assert.ok(budgets.views(now + 1000).some((view) => view.name === "cap" && view.binds));
  assert.throws(() => budgets.set("purse", 1, now), /a budget is/);
});

test("the character that doubles an SMS is named", () => {
  const sms = measureSms("Vaše objednávka");
  assert.deepEqual([sms.alphabet, sms.parts, sms.beyondGsm], ["UCS-2", 1, ["š", "á"]]);
});

test("the tables are there, whole", () => {
  assert.equal(capabilities().length, 2 * 11 * 6);
  const sms = limits().find((limit) => limit.name === "sms.text");
  assert.deepEqual([sms.channels, sms.most, sms.unit, sms.least], [["sms"], 765, "characters", null]);
  assert.ok(limits().every((limit) => limit.source !== ""));
});

function using_(instance, run) {
  try {
    run(instance);
  } finally {
    instance.free();
  }
}
