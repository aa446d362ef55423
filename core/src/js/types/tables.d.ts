/** A kind of content. */
export type ContentKind =
  | "text" | "html" | "quick-reply" | "card" | "carousel" | "image" | "audio" | "video" | "file"
  | "location" | "template";

/** What a dialect's channel does with a kind of content. */
export type Capability = { dialect: Dialect; channel: Channel; kind: ContentKind } & (
  | { verdict: "as_is" }
  | { verdict: "split"; note: string }
  | { verdict: "bot_session"; note: string }
  | { verdict: "as_text"; note: string }
  | { verdict: "refused"; reason: string; hint: string }
);

/** One limit, with where it applies and how well it is known. */
export interface Limit {
  /** Stable, for programs. */
  name: string;
  /** What is limited, for people. */
  what: string;
  dialects: Dialect[];
  /** None where the channel does not matter. */
  channels: Channel[];
  /** JSON pointers into a draft, `*` for any position in a list; none where it limits no field. */
  fields: string[];
  unit: Unit;
  least: number | null;
  most: number | null;
  /** What is unsure warns; the rest refuses a message. */
  certainty: "certain" | "documented" | "unsure" | "ours";
  /** Who says so. */
  source: string;
}

/** An SMS text, measured. */
export interface Sms {
  alphabet: "GSM-7" | "UCS-2";
  characters: number;
  /** Septets (GSM-7) or code units (UCS-2). */
  size: number;
  /** Messages that travel, each billed. */
  parts: number;
  /** Septets or code units that still fit into the last part. */
  left: number;
  /** Messages that would travel if every character were one of GSM-7. */
  partsInGsm: number;
  /** The characters that need UCS-2, each once. */
  beyondGsm: string[];
  /** For people. */
  summary: string;
}
