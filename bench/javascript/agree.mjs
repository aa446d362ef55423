// Whether the peers check and write what they are compared for.

import { SIZES, changed, columns, objects } from './inputs.mjs';

const TIME = Date.UTC(2026, 0, 15, 10, 30);

/** A text that is the same for bodies that say the same, the time aside. */
function meaning({ metadata: { readReceipt }, ...body }) {
  return JSON.stringify(sorted({ ...body, metadata: { readReceipt } }));
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}

function casesOf(peer, inputs, cases) {
  return cases.flatMap(({ name, input, change, refused }) =>
    (peer.send(changed(inputs[input], change), TIME) === null) === refused
      ? []
      : [`${peer.name}: ${name}: must be ${refused ? 'refused' : 'accepted'}`]);
}

function bodiesOf(peer, inputs, bodies) {
  return SIZES.flatMap((size) => {
    const body = peer.send(inputs[size], TIME);
    return body !== null && meaning(JSON.parse(body)) === meaning(bodies[size])
      ? []
      : [`${peer.name}: ${size}: the body differs from tidings-core's`];
  });
}

/** Batches must give what single calls give, and refuse the one bad row alone. */
function batchesOf(peer, inputs) {
  const drafts = objects(inputs['60B']);
  drafts[7] = { ...drafts[7], guestId: 'a/b' };
  const table = columns(inputs['60B']);
  table.guestIds[7] = 'a/b';
  const rows = table.guestIds.map((guestId, row) =>
    ({ ...table.message, guestId, conversationId: table.conversationIds[row] }));
  const same = (batch, singles) =>
    batch.length === singles.length
    && singles.every((draft, row) => {
      const body = batch.at(row);
      return (body === null) === (row === 7) && body === peer.send(draft, TIME);
    });
  return [
    ...(same(peer.objects(drafts, TIME), drafts) ? [] : [`${peer.name}: objects differ from single calls`]),
    ...(same(peer.columns(table, TIME), rows) ? [] : [`${peer.name}: columns differ from single calls`]),
  ];
}

/** What is wrong, in sentences. */
export function disagreements(peers, { inputs, bodies, cases }) {
  return peers.flatMap((peer) =>
    [...casesOf(peer, inputs, cases), ...bodiesOf(peer, inputs, bodies), ...batchesOf(peer, inputs)]);
}
