/** SQL: what became of booking `b`. */
export const is = (state: string): string => `b.state = '${state}'`;
export const has = (table: string, condition = 'true'): string =>
  `exists (select from ${table} x where x.booking_id = b.id and ${condition})`;

/** The host was sent what the stay brought them, or it paid for what they owed. */
export const sent = has('payout', `x.part is not null and x.state in ('transferred', 'reversed')`);
export const stayed = `${is('completed')} and ${sent}`;
export const refunded = has('refunds', `x.state = 'succeeded'`);
export const nothingTaken = `not ${has('payments', 'x.captured_amount > 0')}`;
/** The marketplace has none of the guest's money. */
export const allBack = `not ${has('payments', `x.purpose = 'stay' and x.captured_amount > x.refunded_amount`)}`;
