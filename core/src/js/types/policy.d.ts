/** What an organization allows; what is left out stays as the guides have it. */
export interface PolicySettings {
  /** Text that matches one of these is not sent. */
  blockedPatterns?: string[];
  /** Media types that an attachment of a guest's message may have. */
  mediaTypes?: string[];
  /** Most bytes of an attachment. */
  attachmentBytes?: number;
  /** Most bytes of UTF-8 in a text. */
  textBytes?: number;
}

/** A policy, or why the settings make none. */
export type CompiledPolicy = { ok: true; policy: Policy } | Refused;
