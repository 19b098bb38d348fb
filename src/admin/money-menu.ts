/** The pages about money: for whom, and what they ask for. */

interface MoneyPage {
  readonly name: 'disputes' | 'claims' | 'payouts';
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
];

const forHosts: readonly MenuSection[] = [
  { label: 'Your money', pages: [{ name: 'payouts', label: 'Payouts', action: 'api::casita.see-earnings' }] },
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
