// Ours: the npm package, as a program would call it. A refusal is a value there and null here.

const body = (built) => (built.ok ? built.requests[0].body : null);

export const ours = (tidings) => ({
  name: 'tidings-core',
  send: (draft, time) => body(tidings.build(draft, 'guides', time)),
  objects: (drafts, time) => tidings.buildAll(drafts, 'guides', time).map(body),
  columns({ message, guestIds, conversationIds }, time) {
    return guestIds.map((guestId, row) =>
      body(tidings.build({ ...message, guestId, conversationId: conversationIds[row] }, 'guides', time)));
  },
});
