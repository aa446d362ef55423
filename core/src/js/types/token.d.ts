/** Form fields to post below the login address. */
export interface TokenRequest {
  path: string;
  /** Name and password for HTTP's Basic scheme. */
  basic?: [name: string, password: string];
  form: [name: string, value: string][];
}

/** A token, or what the request came to instead. */
export type Granted =
  | { ok: true; token: string; expiresIn: number }
  | { ok: false; outcome: Outcome };

/** What to do for a token. */
export type TokenStep =
  | { kind: "fetch" }
  | { kind: "pending" }
  | { kind: "ready"; token: string }
  | { kind: "refused"; refusal: Refusal }
  | { kind: "wait"; until: number };
