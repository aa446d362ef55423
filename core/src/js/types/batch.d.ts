/** Recipients in columns of one length; which of them count follows from the message. */
export interface Columns {
  /** The address of an e-mail or SMS, the contact's id, the guest's id, or the new conversation's id of a greeting. */
  to: readonly string[];
  /** The recipient's name, for e-mail and SMS; may be empty. */
  name?: readonly string[];
  /** The conversation that a guest speaks into, or the earlier one of a greeting. */
  conversation?: readonly string[];
}

/** A row that gets no message. */
export interface RefusedRow {
  row: number;
  violations: [Violation, ...Violation[]];
}
