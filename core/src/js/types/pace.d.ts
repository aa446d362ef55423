/** Leave to send one message, or when to ask again. */
export type PacerStep = { ready: true } | { ready: false; at: number };

/** What a pacer knows, to be kept where every process that sends can see it. */
export interface PacerState {
  credit: number;
  countedUntil: number;
  heldUntil: number;
}

/** What has a rate of its own. */
export type BudgetName = "client" | "organization_email" | "cap" | "campaign" | `sender:${string}`;

/** Leave from every budget, or when to ask again and which budget binds. */
export type BudgetStep = { ready: true } | { ready: false; at: number; binds: BudgetName };

/** A budget as people see it. */
export interface BudgetView {
  name: BudgetName;
  title: string;
  perMinute: number;
  source: string;
  /** When the next message is due by this budget alone; absent when it is due now. */
  dueAt?: number;
  binds: boolean;
}

/** How many messages wait in a flow, and which budgets each of them passes. */
export interface Waiting {
  /** Absent for single messages. */
  campaign?: string;
  budgets: BudgetName[];
  count: number;
  /** None of them may begin before. */
  notBefore?: number;
}

/** When a flow will be through, and the budget that decides it. */
export type Forecast =
  | { kind: "ends"; at: number; binds: BudgetName; perMinute: number; heldUntil?: number }
  | { kind: "unlimited" }
  | { kind: "empty" };

/** What may start now, or when to ask again. */
export type LaneStep =
  | { kind: "start"; item: unknown }
  | { kind: "wait"; at: number; binds: BudgetName }
  | { kind: "empty" };
