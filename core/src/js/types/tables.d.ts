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

/** One limit of a channel for one text. */
export interface TextLimit {
  channel: Channel;
  most: number;
  unit: "characters" | "sms_parts";
  /** Only what is certain refuses a message; the rest warns. */
  certainty: "certain" | "unsure";
}

/** An SMS text, measured. */
export interface Sms {
  alphabet: "GSM-7" | "UCS-2";
  characters: number;
  /** Septets (GSM-7) or code units (UCS-2). */
  size: number;
  /** Messages that travel, each billed. */
  parts: number;
  /** The characters that need UCS-2, each once. */
  beyondGsm: string[];
  /** For people. */
  summary: string;
}
