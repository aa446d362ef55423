// What is measured, made from the drafts in bench/inputs.

export const SIZES = ['60B', '4KB-attachment'];
export const ROWS = 1000;

/** The draft that a case of `cases.json` describes. */
export function changed(input, changes) {
  const draft = structuredClone(input);
  for (const change of changes) {
    const steps = change.path.split('/').slice(1);
    const last = steps.pop();
    const parent = steps.reduce((target, step) => target[step], draft);
    parent[last] = 'value' in change ? change.value : change.repeat.repeat(change.times);
  }
  return draft;
}

const row = (id, number) => id.slice(0, -4) + String(number).padStart(4, '0');

/** `ROWS` drafts, each with ids and an order number of its own. */
export function objects(input) {
  return Array.from({ length: ROWS }, (_, number) => ({
    ...input,
    guestId: row(input.guestId, number),
    conversationId: row(input.conversationId, number),
    text: input.text.replace('4711', String(number).padStart(4, '0')),
  }));
}

/** One message, and `ROWS` recipients as columns. */
export function columns(input) {
  const { guestId, conversationId, ...message } = input;
  const column = (id) => Array.from({ length: ROWS }, (_, number) => row(id, number));
  return { message, guestIds: column(guestId), conversationIds: column(conversationId) };
}
