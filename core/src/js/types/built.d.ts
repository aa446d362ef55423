/** An upstream call, by the name that reports give it. */
export type Operation =
  | "audience" | "outbound" | "proactive" | "history" | "greet" | "contact" | "structured" | "guest"
  | "organization" | "senders" | "limits" | "contacts" | "status" | "event" | "receipt" | "reply";

/** A channel on which somebody can be reached. */
export type Channel = "email" | "sms" | "webmessaging" | "open" | "whatsapp" | "apple";

/** One HTTP call below the base address. `headers()` names its headers, `Authorization` comes on top. */
export interface Request {
  operation: Operation;
  method: "GET" | "POST";
  /** Path and query, percent-encoded: `/api/v2/…`. */
  target: string;
  /** The JSON body, exactly as it goes out. */
  body?: string;
}

/** The stable name of a broken rule. */
export type Code =
  | "blocked_content" | "duplicate" | "invalid_email" | "invalid_id" | "invalid_number"
  | "invalid_phone" | "invalid_url" | "joins" | "line_break" | "media_type" | "missing_value" | "not_https"
  | "required" | "template" | "too_few" | "too_large" | "too_long" | "too_many" | "unknown_type"
  | "unknown_field" | "unknown_placeholder" | "unsupported" | "wrong_type";

/** What a limit counts. */
export type Unit =
  | "bytes" | "characters" | "graphemes" | "utf16" | "sms_parts" | "digits" | "items" | "degrees"
  | "per_minute" | "days";

/** One rule broken by one field. */
export interface Violation {
  code: Code;
  /** JSON pointer (RFC 6901) into the draft, such as `/content/choices/0/label`. */
  path: string;
  /** The most (or least) allowed. */
  limit?: number;
  /** What was found, in the same unit. */
  actual?: number;
  /** What `limit` and `actual` count. */
  unit?: Unit;
  /** What is wrong, for people. */
  message: string;
  /** What to do about it, for people. */
  fix?: string;
}

/** Something that may go wrong and stops nobody. */
export interface Warning {
  code: Code;
  path: string;
  limit?: number;
  actual?: number;
  unit?: Unit;
  message: string;
  fix?: string;
}

/** Refused input: everything that is wrong, in the order of the fields. */
export interface Refused {
  ok: false;
  violations: [Violation, ...Violation[]];
  warnings: Warning[];
}

/** The requests that send a draft, or why there are none. */
export type Built =
  | {
      ok: true;
      /** One, unless the dialect needs several for one message: then in this order. */
      requests: [Request, ...Request[]];
      /** What becomes of it, a sentence each; none when it arrives as it is. */
      notes: string[];
      warnings: Warning[];
      /** The text that arrives in its place, where it becomes text. */
      text?: string;
    }
  | Refused;
