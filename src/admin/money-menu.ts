/** The pages about money: for whom, and what they ask for. */

interface MoneyPage {
  readonly name:
    | 'disputes'
    | 'claims'
    | 'payouts'
    | 'attention'
    | 'closes'
    | 'corrections'
    | 'taxes'
    | 'sellers'
    | 'earnings'
    | 'statements'
    | 'own-claims';
  readonly label: string;
  readonly action: string;
}
export type MoneyPageName = MoneyPage['name'];

export interface MenuSection {
  readonly label: string;
  readonly pages: readonly MoneyPage[];
}

const forStaff: readonly MenuSection[] = [
  {
    label: 'Guests and hosts',
    pages: [
      { name: 'disputes', label: 'Disputes', action: 'api::casita.manage-disputes' },
      { name: 'claims', label: 'Damage claims', action: 'api::casita.decide-claims' },
      { name: 'payouts', label: 'Payouts', action: 'api::casita.see-earnings' },
    ],
  },
  {
    label: 'Books',
    pages: [
      { name: 'attention', label: 'Needs attention', action: 'api::casita.read-money' },
      { name: 'closes', label: 'Daily closes', action: 'api::casita.close-books' },
      { name: 'corrections', label: 'Corrections', action: 'api::casita.correct-ledger' },
    ],
  },
  {
    label: 'For tax offices',
    pages: [
      { name: 'taxes', label: 'Taxes', action: 'api::casita.read-tax-reports' },
      { name: 'sellers', label: 'Sellers', action: 'api::casita.read-seller-reports' },
    ],
  },
];

const forHosts: readonly MenuSection[] = [
  {
    label: 'Your money',
    pages: [
      { name: 'earnings', label: 'Earnings', action: 'api::casita.see-earnings' },
      { name: 'payouts', label: 'Payouts', action: 'api::casita.see-earnings' },
      { name: 'statements', label: 'Statements', action: 'api::casita.see-earnings' },
      { name: 'own-claims', label: 'Damage claims', action: 'api::casita.claim-damage' },
    ],
  },
];

/** What somebody may open. The super admin holds every action, also those about a host's own: so who it is decides first. */
export const sectionsFor = (isHost: boolean, actions: readonly string[]): readonly MenuSection[] =>
  (isHost ? forHosts : forStaff)
    .map(({ label, pages }) => ({ label, pages: pages.filter(({ action }) => actions.includes(action)) }))
    .filter(({ pages }) => pages.length > 0);

/** Whoever holds one of them has something to open. */
export const moneyActions: readonly string[] = [
  ...new Set([...forStaff, ...forHosts].flatMap(({ pages }) => pages.map(({ action }) => action))),
];
