import type { Core } from '@strapi/strapi';

/** What the buttons of the panel ask for, beside Strapi's own actions. */
export const panelActions = {
  decideReviews: 'api::casita.decide-reviews',
  answerBookings: 'api::casita.answer-bookings',
  manageBookings: 'api::casita.manage-bookings',
  publishProperties: 'api::casita.publish-properties',
  settleConflicts: 'api::casita.settle-conflicts',
  waivePenalties: 'api::casita.waive-penalties',
  readTaxReports: 'api::casita.read-tax-reports',
  readSellerReports: 'api::casita.read-seller-reports',
  readMoney: 'api::casita.read-money',
  refundBookings: 'api::casita.refund-bookings',
  settleRefunds: 'api::casita.settle-refunds',
  correctLedger: 'api::casita.correct-ledger',
  manageDisputes: 'api::casita.manage-disputes',
  closeBooks: 'api::casita.close-books',
  seeHostAccounts: 'api::casita.see-host-accounts',
  setUpPayouts: 'api::casita.set-up-payouts',
  manageHostAccounts: 'api::casita.manage-host-accounts',
  decideClaims: 'api::casita.decide-claims',
  seeEarnings: 'api::casita.see-earnings',
  claimDamage: 'api::casita.claim-damage',
} as const;

const displayNames: Readonly<Record<keyof typeof panelActions, string>> = {
  decideReviews: 'Publish, hide and restore reviews; answer reports',
  answerBookings: 'Approve and decline requests for their homes',
  manageBookings: 'Cancel bookings and report no-shows for the marketplace',
  publishProperties: 'Publish and unpublish their homes',
  settleConflicts: 'Resolve and dismiss conflicts of calendars',
  waivePenalties: 'Let a host off the penalty for a cancellation',
  readTaxReports: 'Read what taxes are due, by place and period',
  readSellerReports: 'Read the yearly report on hosts, with their tax numbers',
  readMoney: 'See the money of bookings, hosts and the marketplace',
  refundBookings: 'Give back money of a booking, up to the limit of their role',
  settleRefunds: 'Send failed refunds again, or write down how they were paid',
  correctLedger: 'Correct the ledger by hand',
  manageDisputes: 'See and answer disputes of payments, and decide who bears them',
  closeBooks: 'Read the daily closes of the ledger and explain their differences',
  seeHostAccounts: 'See the accounts that hosts are paid through',
  setUpPayouts: 'Set up their own account to be paid through',
  manageHostAccounts: 'Ask hosts to set up their account, and close it',
  decideClaims: 'See and decide claims for damage',
  seeEarnings: 'See earnings, payouts and statements: of all hosts; a host their own',
  claimDamage: 'Claim damage after a stay in their homes',
};

export async function registerActions(strapi: Core.Strapi): Promise<void> {
  const { actionProvider } = strapi.service('admin::permission') as unknown as {
    actionProvider: { registerMany(list: readonly object[]): Promise<unknown> };
  };
  await actionProvider.registerMany(
    Object.entries(panelActions).map(([key, id]) => ({
      section: 'settings',
      category: 'casita',
      subCategory: 'actions',
      uid: id.replace('api::', ''),
      displayName: displayNames[key as keyof typeof panelActions],
    })),
  );
}
