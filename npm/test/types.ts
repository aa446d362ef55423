// Compiled by `tsc --strict`, never run: what the types let through and what they refuse.
import { Lane, Message, Policy, RetryPolicy, build, check, outcome, parse } from "tidings-core";
import type { Built, Code, Decision, Draft, Outcome, Recipient, Tries, Violation } from "tidings-core";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>): void => undefined;

const draft: Draft = { operation: "guest", guestId: "g", conversationId: "c", text: "Hello" };
const built: Built = build(draft, "platform", 0);
if (built.ok) {
  const body: string | undefined = built.requests[0].body;
  const method: "GET" | "POST" = built.requests[0].method;
  void [body, method];
  // @ts-expect-error: what was built has no violations
  void built.violations;
} else {
  const first: Violation = built.violations[0];
  const code: Code = first.code;
  const limit: number | undefined = first.limit;
  void [code, limit];
  // @ts-expect-error: what was refused has no requests
  void built.requests;
}

const checked = check(draft);
if (checked.ok) {
  const recipient: Recipient = checked.recipient;
  if (recipient.kind === "address") void recipient.address;
  // @ts-expect-error: only an address has a name
  if (recipient.kind === "guest") void recipient.name;
}

const parsed = parse(draft);
if (parsed.ok) same<typeof parsed.message, Message>(true);

const compiled = Policy.compile({ textBytes: 10 });
if (compiled.ok) same<ReturnType<typeof compiled.policy.build>, Built>(true);

const decision: Decision = new RetryPolicy({ dialect: "guides", operation: "guest" }).decide(
  outcome("guides", "guest", { kind: "reply_lost", reason: "cut" }),
  undefined,
  0.5,
  0,
);
const tries: Tries = decision.tries;
if (decision.kind === "again") void [decision.at, tries.attempts];
same<Outcome["kind"], "accepted" | "rejected" | "conflict" | "throttled" | "unauthorized" | "server_error" | "never_opened" | "in_doubt">(true);

const step = new Lane();
step.push({ any: "thing" }, ["client", "sender:+4930555000"]);

// @ts-expect-error: no such dialect
build(draft, "morse", 0);
// @ts-expect-error: no such operation
check({ operation: "shout" });
// @ts-expect-error: a guest's message has no subject
check({ operation: "guest", subject: "x" });
// @ts-expect-error: a misspelt type of content
check({ operation: "structured", content: { type: "quickreply" } });
// @ts-expect-error: a place needs its coordinates
check({ operation: "structured", content: { type: "location", title: "x" } });
// @ts-expect-error: times are numbers
build(draft, "guides", new Date());
// @ts-expect-error: no such setting
Policy.compile({ blockedPattern: [] });
// @ts-expect-error: a message is made by parse alone
void new Message();
// @ts-expect-error: no such budget
step.push(1, ["purse"]);
