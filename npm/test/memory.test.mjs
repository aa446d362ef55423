// A check leaves nothing behind. Node only: the browser does not give the module's memory away.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import init, { build, check } from "tidings-core/manual";

const { memory } = await init({
  module_or_path: readFileSync(new URL(import.meta.resolve("tidings-core/core_bg.wasm"))),
});

test("200 000 checked drafts leave the memory as large as the first 1 000 did", () => {
  const drafts = [
    { operation: "guest", guestId: "guest-1", conversationId: "conv-1", text: "Hello" },
    { operation: "guest", guestId: "../x", text: "blocked_keyword" },
    { operation: "structured", contactId: "c-1", content: { type: "card", title: "x", actions: [{}] } },
    { operation: "outbound", to: "a@example.org", from: "b@example.org", subject: "s", body: "{{name" },
  ];
  const some = (times) => {
    for (let time = 0; time < times; time += drafts.length) {
      for (const draft of drafts) check(draft);
      build(drafts[0], "guides", 0);
    }
  };
  some(1000);
  const before = memory.buffer.byteLength;
  some(200_000);
  assert.equal(memory.buffer.byteLength, before);
});
