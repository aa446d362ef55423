// Checks one message, then writes the requests that send it to three people. Run: node notify.mjs
import { Pacer, RetryPolicy, headers, outcome, parse } from "tidings-core";

const draft = {
  operation: "outbound",
  channel: "sms",
  from: "+4930555000",
  format: "text",
  body: 'Hello {{name | default: "there"}}, your order is ready.',
};
const parsed = parse(draft);
if (!parsed.ok) throw new Error(parsed.violations.map((it) => `${it.path}: ${it.message}`).join("\n"));

const people = [
  { kind: "address", address: "+4915112345678", name: "Ada" },
  { kind: "address", address: "+4915112345679" },
  { kind: "address", address: "+4915112345680", name: "Grace" },
];
let now = Date.parse("2026-01-15T10:30:00Z");
const pacer = new Pacer(60, now);
const retry = new RetryPolicy({ dialect: "platform", operation: "outbound" });

for (const person of people) {
  for (let step = pacer.poll(now); !step.ready; step = pacer.poll(now)) now = step.at; // a program sleeps
  const built = parsed.message.personalize(person, "platform", now);
  if (!built.ok) continue;
  for (const request of built.requests) {
    console.log(new Date(now).toISOString(), request.method, request.target, request.body);
    // fetch(base + request.target, { ...request, headers: { ...headers(), Authorization } })
    const reply = { status: 429, headers: [["Retry-After", "2"]], body: "" };
    const decision = retry.decide(outcome("platform", request.operation, reply), undefined, Math.random(), now);
    console.log(headers()["Content-Type"], decision.kind); // application/json again
  }
}
