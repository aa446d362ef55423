// The whole benchmark as one module without imports, made by esbuild for Node.js and for the browser.

import sixtyBytes from '../inputs/60B.json';
import sixtyBytesBody from '../inputs/60B.body.json';
import fourKilobytes from '../inputs/4KB-attachment.json';
import fourKilobytesBody from '../inputs/4KB-attachment.body.json';
import cases from '../inputs/cases.json';
import { disagreements } from './agree.mjs';
import { measure } from './measure.mjs';
import { schemaPeers } from './schema.mjs';
import { ours } from './tidings.mjs';

const inputs = { '60B': sixtyBytes, '4KB-attachment': fourKilobytes };
const bodies = { '60B': sixtyBytesBody, '4KB-attachment': fourKilobytesBody };

/**
 * Holds every peer against the cases, then times them all for so many rounds; 0 measures nothing.
 * `tidings` is the package's module.
 */
export function bench(tidings, rounds) {
  const peers = [ours(tidings), ...schemaPeers];
  const wrong = disagreements(peers, { inputs, bodies, cases });
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  return rounds > 0 ? measure(peers, inputs, rounds) : [];
}
