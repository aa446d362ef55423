/** When one operation is tried again. Times are milliseconds. */
export interface RetrySettings {
  dialect: Dialect;
  operation: Operation;
  /** What a 5xx on a send means; the operation's own guide says unless you do. */
  onServerError?: "retry" | "in_doubt";
  /** How long waiting may go on after it began; three minutes unless you say. */
  patience?: number;
  /** Until when waiting may go on: a campaign's deadline. */
  deadline?: number;
}

/** What happened to one message so far: keep it between attempts. */
export interface Tries {
  attempts: number;
  waits: number;
  waitingSince: number | null;
  tokenRefreshed: boolean;
}

/** Why an attempt did not go through although another may. */
export type Setback = "never_opened" | "reply_lost" | "server_error" | "throttled";

/** How it ended. */
export interface Ending {
  state: "accepted" | "conflict" | "in_doubt" | "rejected" | "unsent";
  /** What happened and what to do about it, for people. */
  message: string;
  code?: string;
  acceptance?: Acceptance;
  refusal?: Refusal;
}

/** What to do after an outcome. */
export type Decision =
  | { kind: "done"; ending: Ending; tries: Tries }
  | { kind: "again"; at: number; setback: Setback; tries: Tries }
  | { kind: "refresh_token"; tries: Tries };
