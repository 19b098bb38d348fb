import { minorUnits, type View } from './view';

export const couponViews: readonly View[] = [
  {
    uid: 'api::coupon.coupon',
    kind: 'content type',
    mainField: 'code',
    sort: ['code', 'ASC'],
    list: ['code', 'label', 'active', 'percent', 'amount', 'currency', 'validUntil', 'maxUses'],
    form: [
      ['code:6', 'active:6'],
      ['label:12'],
      ['kind:3', 'percent:3', 'amount:3', 'currency:3'],
      ['fundedBy:6', 'host:6'],
      ['validFrom:6', 'validUntil:6'],
      ['stayFrom:4', 'stayUntil:4', 'minNights:4'],
      ['maxUses:6', 'maxUsesPerGuest:6'],
    ],
    fields: {
      code: {
        label: 'Code',
        help: 'What guests type: 3 to 40 letters, digits and hyphens. Capitals or not makes no difference.',
        placeholder: 'SUMMER-26',
      },
      active: { label: 'Can be used', help: 'Off: to guests it is as if there were no such code.' },
      label: { label: 'Name on the bill', help: 'Guests read it in the price, beside what it takes off.' },
      kind: { label: 'Takes off', help: 'A percentage of the nights, or an amount; never more than the nights cost.' },
      percent: { label: 'Per cent', help: '10 is ten per cent, 7.5 is seven and a half. Empty with an amount.' },
      amount: { label: 'Amount', help: `${minorUnits} Empty with a percentage.` },
      currency: {
        label: 'Currency of the amount',
        help: 'Three letters. Homes with prices in another currency do not take it. Empty with a percentage.',
        placeholder: 'EUR',
      },
      fundedBy: {
        label: 'Paid for by',
        help: 'The marketplace: hosts are paid as without it. The host: it lowers what the host is paid.',
      },
      host: {
        label: 'Only for homes of',
        help: 'Needed where the host pays for it. Empty: for every home.',
        shows: 'displayName',
      },
      validFrom: { label: 'Can be booked with from', help: 'Empty: at once.' },
      validUntil: { label: 'Can be booked with until', help: 'Empty: for good.' },
      stayFrom: { label: 'First night of a stay, earliest', help: 'Empty: any.' },
      stayUntil: { label: 'Last night of a stay, latest', help: 'Empty: any.' },
      minNights: { label: 'Nights at least', help: 'Empty: stays of any length.' },
      maxUses: {
        label: 'Bookings in all',
        help: 'Empty: any number. Holds that end unpaid, refused requests and cancellations by hosts do not count.',
      },
      maxUsesPerGuest: { label: 'Bookings for each guest', help: 'Empty: any number.' },
    },
  },
];
