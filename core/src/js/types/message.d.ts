/** One recipient; which kind a message needs follows from its operation. */
export type Recipient =
  | { kind: "address"; address: string; name?: string; customerId?: string; sessions?: number }
  | { kind: "contact"; contactId: string }
  | { kind: "conversation"; conversationId: string; previousConversationId: string; email?: string }
  | { kind: "guest"; guestId: string; conversationId?: string };

/** A message, or why the draft is none. */
export type Parsed = { ok: true; message: Message } | Refused;
