/** What somebody typed, however wrong: the state of a form. What is left out is empty. */
export type Draft = OutboundDraft | ProactiveDraft | GreetDraft | StructuredDraft | GuestDraft;

/** An e-mail or SMS. */
export interface OutboundDraft {
  operation: "outbound";
  channel?: "email" | "sms";
  /** The recipient's address. */
  to?: string;
  /** The recipient's name, for `{{name}}`. */
  name?: string;
  from?: string;
  fromName?: string;
  /** E-mail only. */
  subject?: string;
  format?: "html" | "text";
  body?: string;
  /** E-mail in the dialect `platform` only. */
  replyTo?: string;
  /** SMS in the dialect `platform` only. */
  join?: boolean;
}

/** A proactive text to a known web messaging contact. */
export interface ProactiveDraft {
  operation: "proactive";
  contactId?: string;
  as?: "bot" | "agent";
  text?: string;
  route?: Route;
}

/** A greeting of a returning customer. */
export interface GreetDraft {
  operation: "greet";
  conversationId?: string;
  previousConversationId?: string;
  agentId?: string;
  text?: string;
}

/** A structured message to an open messaging contact. */
export interface StructuredDraft {
  operation: "structured";
  contactId?: string;
  content: Content;
  route?: Route;
}

/** A guest's own message. */
export interface GuestDraft {
  operation: "guest";
  guestId?: string;
  conversationId?: string;
  /** The dialect `platform` only. */
  integration?: string;
  act?: GuestAct;
  html?: boolean;
  text?: string;
  attachments?: Attachment[];
  readReceipt?: boolean;
}

/** By which way a message goes; the dialect `platform` only. */
export interface Route {
  channel?: Channel;
  from?: string;
  botSession?: string;
  join?: boolean;
}

/** What a guest does; all but writing in the dialect `platform` only. */
export type GuestAct =
  | { type: "message" }
  | { type: "typing" }
  | { type: "tap"; text: string; payload: string; messageId: string }
  | { type: "receipt"; messageId: string; status: ReceiptStatus };

/** What the guest's side reports of a message. */
export type ReceiptStatus = "sent" | "delivered" | "failed" | "published" | "removed";

/** A file at a web address. */
export interface Attachment {
  contentType?: string;
  url?: string;
  fileName?: string;
  /** In bytes. */
  size?: number;
}

/** The content of a structured message. */
export type Content =
  | { type: "text"; text?: string }
  | Media
  | { type: "quick-reply"; title?: string; choices?: Choice[] }
  | ({ type: "card" } & Card)
  | { type: "carousel"; cards?: Card[] }
  | { type: "location"; latitude: number; longitude: number; title?: string; address?: string }
  | TemplateContent;

/** A file shown in the conversation. */
export interface Media {
  type: "image" | "audio" | "video" | "file";
  url?: string;
  mimeType?: string;
  fileName?: string;
  caption?: string;
}

/** One button of a quick reply. */
export interface Choice {
  label?: string;
  value?: string;
}

/** Picture, title, subtitle and buttons. */
export interface Card {
  title?: string;
  subtitle?: string;
  image?: { url?: string };
  actions?: Action[];
}

/** One button of a card. */
export type Action =
  | { type: "postback"; title?: string; payload?: string }
  | { type: "web_url"; title?: string; url?: string };

/** A canned response, filled in: an approved WhatsApp template. */
export interface TemplateContent {
  type: "template";
  responseId?: string;
  headerParameters?: Parameter[];
  bodyParameters?: Parameter[];
  buttonUrlParameters?: Parameter[];
}

/** One gap and what fills it. */
export interface Parameter {
  id?: string;
  value?: string;
}

/** Whom a sound draft goes to, or what is wrong with it. */
export type Checked = { ok: true; operation: Operation; recipient: Recipient } | Refused;
