/** How far what a host's account sent to its bank has come. */
export const bankPayoutStates = ['pending', 'in_transit', 'paid', 'failed', 'canceled'] as const;
export type BankPayoutState = (typeof bankPayoutStates)[number];

const states: ReadonlySet<string> = new Set(bankPayoutStates);
export const isBankPayoutState = (name: string): name is BankPayoutState => states.has(name);

/** A bank can send back what had arrived; what it sent back, or what was called off, is over. */
const order: Readonly<Record<BankPayoutState, number>> = { pending: 0, in_transit: 1, paid: 2, failed: 3, canceled: 3 };

/** What was fetched earlier may be written later: it never goes back. */
export const isOldBankPayout = (from: BankPayoutState, to: BankPayoutState): boolean => order[to] < order[from];
