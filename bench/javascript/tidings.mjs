// Ours: the npm package, as a program would call it. A refusal is a value there and null here.

const utf8 = new TextDecoder();
const bodyOf = (built) => (built.ok ? built.requests[0].body : null);

/** The bodies of a batch: bytes one behind the other, each read when it is asked for. */
class Bodies {
  constructor({ bodies, ends }) {
    this.bytes = bodies;
    this.ends = ends;
    this.length = ends.length;
  }

  /** A row's body; null where it was refused. */
  at(row) {
    const start = row === 0 ? 0 : this.ends[row - 1];
    const end = this.ends[row];
    return start === end ? null : utf8.decode(this.bytes.subarray(start, end));
  }
}

export const ours = (tidings) => ({
  name: 'tidings-core',
  send: (draft, time) => bodyOf(tidings.build(draft, 'guides', time)),
  objects: (drafts, time) => tidings.buildAll(drafts, 'guides', time).map(bodyOf),
  columns({ message: draft, guestIds, conversationIds }, time) {
    const parsed = tidings.parse(draft);
    if (!parsed.ok) return guestIds.map(() => null);
    const columns = { to: guestIds, conversation: conversationIds };
    const batch = parsed.message.personalizeAll(columns, 'guides', time);
    const bodies = new Bodies(batch);
    batch.free();
    parsed.message.free();
    return bodies;
  },
});
