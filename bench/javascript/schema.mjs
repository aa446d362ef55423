// The peers that check by a schema: each checks what its library can, and writes by `JSON.stringify`.

import { write } from './body.mjs';
import { ajvPeer } from './schema-ajv.mjs';
import { typeboxPeer } from './schema-typebox.mjs';
import { zodPeer } from './schema-zod.mjs';

function schemaPeer({ name, isDraft, isMessage, isRecipient }) {
  const written = (draft, time) =>
    isDraft(draft) ? write(draft, draft.guestId, draft.conversationId, time) : null;
  return {
    name,
    /** One draft: its body, or null if it is refused. Times are milliseconds. */
    send: (draft, time) => written(draft, new Date(time).toISOString()),
    /** Many drafts: a body or null for each. */
    objects(drafts, time) {
      const at = new Date(time).toISOString();
      return drafts.map((draft) => written(draft, at));
    },
    /** One message, checked once, and columns of recipients, checked row by row. */
    columns({ message, guestIds, conversationIds }, time) {
      if (!isMessage(message)) return guestIds.map(() => null);
      const at = new Date(time).toISOString();
      return guestIds.map((guestId, row) => {
        const conversationId = conversationIds[row];
        return isRecipient({ guestId, conversationId }) ? write(message, guestId, conversationId, at) : null;
      });
    },
  };
}

export const schemaPeers = [ajvPeer, zodPeer, typeboxPeer].map(schemaPeer);
