// The golden files of both dialects through the package, byte for byte: the same files that hold the
// Rust crate (core/tests/golden.rs and golden_platform.rs).
import assert from "node:assert/strict";
import test from "node:test";
import { build, headers, parse } from "tidings-core";

import { list, read } from "./support/files.mjs";

const folder = "core/tests/golden";
const now = Date.parse("2026-01-15T10:30:00.250Z");
const PERSON = "b1f0c6a2-77a0-4c39-9a0e-4f3d1c1f2e55";
const SENDER = "5d0c9c1e-2a55-4f5b-9a54-1f0a4b0e7a01";
const CHANNELS = [
  ["webmessaging", PERSON, SENDER],
  ["sms", "4915112345678", "+4930555000"],
  ["open", "guest-41", SENDER],
  ["whatsapp", "4915112345678", SENDER],
  ["apple", "4915112345678", SENDER],
];

function asHttp({ method, target, body }) {
  const fields = Object.entries(headers()).map(([name, value]) => `${name}: ${value}\n`);
  return `${method} ${target}\n${fields.join("")}\n${body === undefined ? "" : `${body}\n`}`;
}

function built(draft, dialect) {
  if (draft.operation !== "greet") return build(draft, dialect, now, true);
  // The earlier conversation's look-up told the address.
  const { conversationId, previousConversationId } = draft;
  const recipient = { kind: "conversation", conversationId, previousConversationId, email: "ana.souza@example.org" };
  const parsed = parse(draft);
  assert.ok(parsed.ok);
  return parsed.message.personalize(recipient, dialect, now, true);
}

const sentence = (text) => `${text[0].toUpperCase()}${text.slice(1)}`;

/** The file's ending and what stands in it. */
function written(draft, dialect) {
  const result = built(draft, dialect);
  if (result.ok) return ["http", asHttp(result.requests[0])];
  const [{ message, fix = "" }] = result.violations;
  return ["refused", `${message}\n${fix && `${sentence(fix)}.`}\n`];
}

async function drafts() {
  const names = (await list(folder)).filter((name) => name.endsWith(".draft.json"));
  return Promise.all(
    names.map(async (name) => [name.replace(".draft.json", ""), JSON.parse(await read(`${folder}/${name}`))]),
  );
}

test("every draft is written in the guides' dialect as its golden file", async () => {
  for (const [name, draft] of await drafts()) {
    const [, text] = written(draft, "guides");
    assert.equal(text, await read(`${folder}/${name}.http`), name);
  }
});

/** The drafts of the golden files of the published API, by name. */
async function onThePlatform() {
  const all = [];
  const template = {
    operation: "structured",
    contactId: PERSON,
    content: {
      type: "template",
      responseId: "00000000-0000-4000-8000-000000000012",
      bodyParameters: [{ id: "first_name", value: "Ada" }],
    },
  };
  for (const [name, draft] of [...(await drafts()), ["structured-template", template]]) {
    if (draft.operation === "proactive" || draft.operation === "structured") {
      for (const [channel, contactId, from] of CHANNELS) {
        all.push([`${name}-${channel}`, { ...draft, contactId, route: { channel, from } }]);
        const route = { channel, from, botSession: SENDER };
        all.push([`${name}-${channel}-bot`, { ...draft, contactId, route }]);
      }
    } else if (draft.operation === "guest") {
      all.push([name, { ...draft, integration: SENDER }]);
    } else {
      all.push([name, draft]);
    }
  }
  const route = { channel: "webmessaging", from: SENDER, join: true };
  all.push(["proactive-joining", { operation: "proactive", contactId: PERSON, text: "Hello", route }]);
  const guest = (act) => ({ operation: "guest", guestId: "guest-41", integration: SENDER, act });
  all.push(["guest-typing", guest({ type: "typing" })]);
  all.push(["guest-tap", guest({ type: "tap", text: "Morning", payload: "am", messageId: SENDER })]);
  all.push(["guest-receipt", guest({ type: "receipt", messageId: SENDER, status: "delivered" })]);
  return all;
}

test("every kind on every channel of the published API is written as its golden file", async () => {
  const found = new Set(await list(`${folder}/platform`));
  for (const [name, draft] of await onThePlatform()) {
    const [ending, text] = written(draft, "platform");
    const file = `${name}.${ending}`;
    assert.ok(found.delete(file), `${file} is expected: ${text}`);
    assert.equal(text, await read(`${folder}/platform/${file}`), file);
  }
  assert.deepEqual([...found], [], "nothing makes these");
});
