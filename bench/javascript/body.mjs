// What a checked message becomes on the wire: guide 004's body.

/** The JSON text of the request's body; `time` as it stands in it. */
export function write(message, guestId, conversationId, time) {
  const body = {
    from: { id: guestId, type: 'user' },
    to: { id: conversationId, type: 'conversation' },
    body: { contentType: message.html ? 'text/html' : 'text/plain', content: message.text ?? '' },
    metadata: { readReceipt: message.readReceipt ?? true, transmissionTimestamp: time },
  };
  if (message.attachments?.length > 0) body.attachments = message.attachments;
  return JSON.stringify(body);
}
