// Times peers. In each round every peer is timed once at every case, so that a disturbance meets all.

import { ROWS, SIZES, columns, objects } from './inputs.mjs';

// Long beside the 100 µs to which a browser coarsens its clock.
const SAMPLE_MS = 20;

let sink = 0;

function sample(run, times) {
  const began = performance.now();
  for (let count = 0; count < times; count += 1) sink += run().length;
  return performance.now() - began;
}

/** How often to run for one sample; warms up too. */
function timesFor(run) {
  let times = 1;
  let took = 0;
  while ((took = sample(run, times)) < SAMPLE_MS) times *= 2;
  return Math.max(1, Math.round((times * SAMPLE_MS) / took));
}

function casesOf(peer, inputs) {
  const drafts = objects(inputs['60B']);
  const table = columns(inputs['60B']);
  return [
    ...SIZES.map((size) => ({
      name: `send/${size}`, messages: 1, run: () => peer.send(inputs[size], Date.now()),
    })),
    { name: `objects/${ROWS}x60B`, messages: ROWS, run: () => peer.objects(drafts, Date.now()) },
    { name: `columns/${ROWS}x60B`, messages: ROWS, run: () => peer.columns(table, Date.now()) },
    { name: `columns-as-text/${ROWS}x60B`, messages: ROWS, run: () => texts(peer.columns(table, Date.now())) },
  ];
}

/** Every body as a string, which ours in columns are only when they are asked for. */
function texts(batch) {
  const read = [];
  for (let row = 0; row < batch.length; row += 1) read.push(batch.at(row));
  return read;
}

/** Nanoseconds a message of each sample: `[{peer, case, ns}]`. */
export function measure(peers, inputs, rounds) {
  const runs = peers.flatMap((peer) => casesOf(peer, inputs).map((one) => ({ peer: peer.name, ...one, ns: [] })));
  for (const one of runs) timesFor(one.run);
  for (const one of runs) one.times = timesFor(one.run);
  for (let round = 0; round < rounds; round += 1) {
    for (const one of runs) {
      one.ns.push((sample(one.run, one.times) * 1e6) / (one.times * one.messages));
    }
  }
  if (sink === 0) throw new Error('nothing was written');
  return runs.map(({ peer, name, ns }) => ({ peer, start: 'values', case: name, ns }));
}
