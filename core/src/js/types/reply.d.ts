/** A whole reply: `{status: r.status, headers: [...r.headers], body: await r.text()}`. */
export interface Reply {
  status: number;
  headers: [name: string, value: string][];
  body: string;
}

/** Why there is no reply: the connection never opened, or nobody knows whether the call was taken. */
export interface TransportFailure {
  kind: "never_opened" | "reply_lost";
  reason: string;
}

/** What the platform said when it took a message. */
export interface Acceptance {
  id?: string;
  conversationId?: string;
  status?: string;
}

/** A refusal in words for the person who reads it. */
export interface Refusal {
  status: number;
  code: string;
  message: string;
  hint: string;
  missingScope?: string;
  contextId?: string;
}

/** What one attempt came to. */
export type Outcome =
  | { kind: "accepted"; acceptance: Acceptance }
  | { kind: "rejected" | "conflict" | "unauthorized" | "server_error"; refusal: Refusal }
  | { kind: "throttled"; retryAfter?: number }
  | { kind: "never_opened" | "in_doubt"; reason: string };

/** What a reply says of the platform's own limit. */
export interface RateLimit {
  remaining: number;
  /** In milliseconds. */
  resetsIn?: number;
  allowed?: number;
}
