import { noPicture } from './no-picture';
import { randomUUID } from 'node:crypto';
import type { Access } from '../../../src/contract/operation';
import { alterations } from './access-table-alterations';
import { payouts } from './access-table-payouts';
import { payments } from './access-table-payments';
import { claims } from './access-table-claims';
import { policies } from './access-table-policies';
import { searching } from './access-table-search';
import { tax } from './access-table-tax';
import { calendarRows } from './access-table-calendars';
import { hostAccounts } from './access-table-host-accounts';
import { missingId, other, roleOf, sideOf, type AccessWorld, type Actor, type Side } from './access-world';

/** Whose thing it is that a call is about. */
export type Which = 'own' | 'another' | 'missing';
/** One status for a call that is about nobody's thing, or one for each kind of thing. */
export type Cells = number | Readonly<Partial<Record<Which, number>>>;

export interface Parts {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: Readonly<Record<string, unknown>> | FormData;
  readonly key?: string;
  /** Another token than the actor's own, for what would end it. */
  readonly token?: string;
}

export interface Ask {
  readonly world: AccessWorld;
  readonly actor: Actor;
  readonly which: Which | null;
  /** Whose side the thing is on. */
  readonly side: Side;
}

/**
 * What an operation answers to whom. A blocked account is told 401 by every operation, and so is nobody by all that are not for
 * `anyone`; guests are told 403 by what is for hosts. The rest is said here.
 */
export interface Row {
  readonly access: Access;
  readonly anonymous?: Cells;
  readonly guest?: Cells;
  readonly host: Cells;
  /** Nothing is sent but the parameter `id` when left out. */
  readonly send?: (ask: Ask) => Parts | Promise<Parts>;
  /** Another's published thing is public: it is not answered like a missing one. */
  readonly open?: true;
}

const ofBooking = ({ world, which, side }: Ask): { readonly id: string } => ({
  id: which === 'missing' ? missingId : world.bookings[side],
});
const ofHome = ({ world, which, side }: Ask): { readonly id: string } => ({
  id: which === 'missing' ? missingId : world.homes[side],
});
const booking = (ask: Ask): Parts => ({ params: ofBooking(ask) });
const home = (ask: Ask): Parts => ({ params: ofHome(ask) });
const freshHome = async ({ world, which, side }: Ask): Promise<Parts> => ({
  params: { id: which === 'missing' ? missingId : await world.freshHome(side) },
});
const freshReview = async ({ world, which, side }: Ask) => (which === 'missing' ? missingId : world.freshReview(side));

const day = (offset: number) => new Date(Date.now() + (400 + offset) * 86_400_000).toISOString().slice(0, 10);
const mine = { own: 200, another: 404, missing: 404 };
const hostsOnly = { another: 403, missing: 403 };

/** Only for hosts, about own homes. */
const ownHome = (own: number, send: Row['send'] = home): Row => ({
  access: 'host',
  guest: hostsOnly,
  host: { ...mine, own },
  send,
});
/** Only for hosts, about bookings of own homes; the guest of the booking is no host of it. */
const hostsBooking = (own: number): Row => ({
  access: 'host',
  guest: { own: 403, ...hostsOnly },
  host: { ...mine, own },
  send: booking,
});

const account = {
  register: {
    access: 'anyone',
    anonymous: 200,
    guest: 200,
    host: 200,
    send: () => ({ body: { email: `${randomUUID()}@example.test`, password: 'a long enough pass phrase' } }),
  },
  confirmEmail: {
    access: 'anyone',
    anonymous: 422,
    guest: 422,
    host: 422,
    send: () => ({ query: { confirmation: 'x'.repeat(43) } }),
  },
  sendEmailConfirmation: {
    access: 'anyone',
    anonymous: 200,
    guest: 200,
    host: 200,
    send: () => ({ body: { email: `${randomUUID()}@example.test` } }),
  },
  signIn: {
    access: 'anyone',
    anonymous: 401,
    guest: 401,
    host: 401,
    send: () => ({ body: { identifier: `${randomUUID()}@example.test`, password: 'not the one' } }),
  },
  forgotPassword: {
    access: 'anyone',
    anonymous: 200,
    guest: 200,
    host: 200,
    send: () => ({ body: { email: `${randomUUID()}@example.test` } }),
  },
  resetPassword: {
    access: 'anyone',
    anonymous: 422,
    guest: 422,
    host: 422,
    send: () => ({ body: { code: 'x'.repeat(43), password: 'another pass phrase' } }),
  },
  changePassword: {
    access: 'account',
    guest: 422,
    host: 422,
    send: () => ({ body: { currentPassword: 'not the one', password: 'another pass phrase' } }),
  },
  refreshSession: {
    access: 'anyone',
    anonymous: 401,
    guest: 401,
    host: 401,
    send: () => ({ body: { refreshToken: 'not one' } }),
  },
  signOut: { access: 'account', guest: 200, host: 200, send: async (ask) => freshSignIn(ask) },
  sessions: { access: 'account', guest: 200, host: 200 },
  endSession: {
    access: 'account',
    guest: mine,
    host: mine,
    send: async (ask) => ({ params: { sessionId: await sessionFor(ask) } }),
  },
  me: { access: 'account', guest: 200, host: 200 },
  updateMe: { access: 'account', guest: 200, host: 200, send: () => ({ body: {} }) },
  becomeHost: { access: 'account', guest: 200, host: 200, send: async (ask) => freshSignIn(ask) },
  exportMyData: { access: 'account', guest: 200, host: 200 },
  eraseMe: { access: 'account', guest: 422, host: 422, send: () => ({ body: { password: 'not the one' } }) },
} satisfies Record<string, Row>;

/** Signing out would end the actor's session, becoming a host would end the guest: a new account does it. */
async function freshSignIn({ world, actor }: Ask): Promise<Parts> {
  const role = roleOf(actor);
  return role === 'guest' || role === 'host' ? { token: await world.freshToken(role) } : {};
}

async function sessionFor({ world, actor, which, side }: Ask): Promise<string> {
  if (which === 'missing') return '0'.repeat(32);
  return world.freshSession(side, roleOf(actor) === 'host' ? 'host' : 'guest');
}

const reading = {
  searchProperties: { access: 'anyone', anonymous: 200, guest: 200, host: 200 },
  propertyAvailability: {
    access: 'anyone',
    open: true,
    anonymous: { another: 200, missing: 404 },
    guest: { another: 200, missing: 404 },
    host: { own: 200, another: 200, missing: 404 },
    send: (ask) => ({ ...home(ask), query: { from: day(0), to: day(5) } }),
  },
  propertyReviews: {
    access: 'anyone',
    open: true,
    anonymous: { another: 200, missing: 404 },
    guest: { another: 200, missing: 404 },
    host: { own: 200, another: 200, missing: 404 },
    send: home,
  },
  quoteStay: {
    access: 'anyone',
    open: true,
    anonymous: { another: 200, missing: 404 },
    guest: { another: 200, missing: 404 },
    host: { own: 422, another: 200, missing: 404 },
    send: (ask) => ({ ...home(ask), body: { checkIn: day(0), checkOut: day(2), adults: 2 } }),
  },
} satisfies Record<string, Row>;

const hosting = {
  hostProperties: { access: 'host', guest: 403, host: 200 },
  hostProperty: ownHome(200),
  createProperty: { access: 'host', guest: 403, host: 201, send: () => ({ body: { name: 'A new home' } }) },
  updateProperty: ownHome(200, (ask) => ({ ...home(ask), body: { summary: 'Changed' } })),
  deleteProperty: ownHome(200, freshHome),
  publishProperty: ownHome(200, freshHome),
  unpublishProperty: ownHome(200, freshHome),
  hostCalendar: ownHome(200),
  updateCalendar: ownHome(200, (ask) => ({
    ...home(ask),
    body: { ranges: [{ firstNight: day(200), lastNight: day(201), price: 9_000 }] },
  })),
  addPropertyPhoto: ownHome(422, (ask) => ({ ...home(ask), body: noPicture() })),
  removePropertyPhoto: ownHome(200, async (ask) => {
    const photoId = ask.which === 'missing' ? missingId : await ask.world.freshPhoto(ask.world.homes[ask.side]);
    return { params: { ...ofHome(ask), photoId } };
  }),
  arrangePropertyPhotos: ownHome(422, (ask) => ({ ...home(ask), body: { order: [missingId] } })),
  openPanelSession: { access: 'host', guest: 403, host: 201 },
} satisfies Record<string, Row>;

const staying = {
  placeBooking: {
    access: 'account',
    open: true,
    guest: { another: 201 },
    host: { own: 422, another: 201 },
    send: async ({ world, side }) => ({ body: { quote: await world.freshQuote(side) }, key: randomUUID() }),
  },
  bookings: { access: 'account', guest: 200, host: 200 },
  booking: { access: 'account', guest: mine, host: mine, send: booking },
  cancellationPreview: { access: 'account', guest: mine, host: mine, send: booking },
  // What would go back is said wrong, so that the booking lives on.
  cancelBooking: {
    access: 'account',
    guest: { ...mine, own: 409 },
    host: { ...mine, own: 409 },
    send: (ask) => ({ ...booking(ask), body: { expectedRefund: 1 } }),
  },
  approveBooking: hostsBooking(409),
  declineBooking: hostsBooking(409),
  checkInBooking: hostsBooking(409),
  reportNoShow: hostsBooking(409),
} satisfies Record<string, Row>;

const reviewing = {
  writeReview: {
    access: 'account',
    guest: { ...mine, own: 409 },
    host: { ...mine, own: 409 },
    send: (ask) => ({ body: { booking: ofBooking(ask).id, body: 'It was good.' } }),
  },
  stayReviews: { access: 'account', guest: mine, host: mine, send: booking },
  replyToReview: {
    access: 'host',
    guest: hostsOnly,
    host: mine,
    send: async (ask) => ({ params: { id: await freshReview(ask) }, body: { reply: 'Thank you' } }),
  },
  reportReview: {
    access: 'account',
    open: true,
    guest: { another: 201, missing: 404 },
    host: { own: 201, another: 201, missing: 404 },
    send: async (ask) => ({ params: { id: await freshReview(ask) }, body: { reason: 'other' } }),
  },
} satisfies Record<string, Row>;

/** A new operation needs a row here: without one the matrix fails. */
export const accessTable: Readonly<Record<string, Row>> = {
  ...account,
  ...reading,
  ...hosting,
  ...staying,
  ...alterations,
  ...payouts,
  ...claims,
  ...reviewing,
  ...calendarRows,
  ...payments,
  ...hostAccounts,
  ...policies,
  ...searching,
  ...tax,
};

export interface Cell {
  readonly actor: Actor;
  readonly which: Which | null;
  readonly side: Side;
  readonly status: number;
}

/** Every cell of a row, with the status that it must have. */
export function cellsOf(row: Row, everyone: readonly Actor[]): Cell[] {
  const kinds = Object.keys(typeof row.host === 'number' ? {} : row.host) as Which[];
  return everyone.flatMap((actor): Cell[] => {
    const role = roleOf(actor);
    const told =
      role === 'blocked' || (role === 'anonymous' && row.access !== 'anyone')
        ? 401
        : (row[role as 'anonymous' | 'guest' | 'host'] ?? 0);
    if (typeof row.host === 'number')
      return [{ actor, which: null, side: sideOf(actor), status: typeof told === 'number' ? told : 0 }];
    const cells =
      typeof told === 'number'
        ? Object.fromEntries(kinds.filter((which) => which !== 'own').map((which) => [which, told]))
        : told;
    return (Object.entries(cells) as [Which, number][]).map(([which, status]) => ({
      actor,
      which,
      side: which === 'another' && role !== 'anonymous' && role !== 'blocked' ? other(sideOf(actor)) : sideOf(actor),
      status,
    }));
  });
}
