import { allowedRoutes } from '../../../src/extensions/admin/door/allowed-routes';
import type { Caller, Which } from './panel-callers';
import { reportTable } from './panel-table-reports';
import { hostAccountButtons } from './panel-table-host-accounts';
import { moneyTable } from './panel-table-money';
import { payoutButtons } from './panel-table-payouts';
import { claimButtons, disputeButtons, ownClaimButtons } from './panel-table-disputes';

/** What may be done with the entries of a content type in the panel. Every role may list and open what it may read. */
export interface TypeRights {
  readonly may: readonly ('read' | 'create' | 'update' | 'remove')[];
  /** Relation fields whose picker opens. */
  readonly pick?: readonly string[];
}

export interface TypeRow {
  /** About own entries; another's are as good as missing. */
  readonly host?: TypeRights;
  readonly moderator?: TypeRights;
  /** Left out for what is Strapi's own: the super admin has it by other pages. */
  readonly superAdmin?: TypeRights;
  /** Belongs to no host: whoever may read it sees all of it. */
  readonly shared?: true;
  /** What an empty form answers to the super admin: 400 when left out, since every type asks for something. */
  readonly empty?: 201;
}

const readOnly = (...pick: string[]): TypeRights => ({ may: ['read'], pick });
const all = (...pick: string[]): TypeRights => ({ may: ['read', 'create', 'update', 'remove'], pick });
const closed: TypeRow = {};

/** A new content type needs a row here: without one the matrix fails. */
export const typeTable: Readonly<Record<string, TypeRow>> = {
  'api::amenity.amenity': { host: readOnly(), moderator: readOnly(), superAdmin: all(), shared: true },
  'api::booking.booking': {
    host: { may: ['read', 'update'], pick: ['property'] },
    superAdmin: { may: ['read', 'update'], pick: ['property', 'host', 'guest'] },
  },
  'api::booking-event.booking-event': { host: readOnly('booking'), superAdmin: readOnly('booking') },
  'api::calendar-conflict.calendar-conflict': {
    host: readOnly('property', 'booking'),
    superAdmin: readOnly('property', 'feed', 'booking'),
  },
  'api::calendar-feed.calendar-feed': { host: readOnly('property'), superAdmin: readOnly('property') },
  'api::calendar-range.calendar-range': { host: all('property'), superAdmin: all('property') },
  'api::coupon.coupon': { superAdmin: all('host') },
  'api::host-profile.host-profile': {
    host: { may: ['read', 'update'] },
    superAdmin: all('user', 'adminUser'),
  },
  'api::payment.payment': { host: readOnly('booking'), superAdmin: readOnly('booking') },
  'api::photo-use.photo-use': { host: all('property'), superAdmin: all('property'), empty: 201 },
  'api::property.property': {
    host: { may: ['read', 'create', 'update'], pick: ['amenities'] },
    moderator: readOnly('amenities'),
    superAdmin: { may: ['read', 'create', 'update'], pick: ['host', 'amenities'] },
  },
  'api::refund.refund': { host: readOnly('booking'), superAdmin: readOnly('payment', 'booking') },
  'api::report.report': { moderator: readOnly('review'), superAdmin: readOnly('review', 'reporter') },
  'api::review.review': {
    host: readOnly('property'),
    moderator: readOnly('property'),
    superAdmin: readOnly('property', 'booking', 'author'),
  },
  'api::review-decision.review-decision': { moderator: readOnly('review'), superAdmin: readOnly('review') },
  'plugin::users-permissions.user': closed,
  'plugin::users-permissions.role': closed,
  'plugin::users-permissions.permission': closed,
  'plugin::upload.file': closed,
  'plugin::upload.folder': closed,
  'plugin::i18n.locale': closed,
  'plugin::content-releases.release': closed,
  'plugin::content-releases.release-action': closed,
  'plugin::review-workflows.workflow': closed,
  'plugin::review-workflows.workflow-stage': closed,
  'admin::user': closed,
  'admin::role': closed,
  'admin::permission': closed,
  'admin::session': closed,
  'admin::api-token': closed,
  'admin::api-token-permission': closed,
  'admin::transfer-token': closed,
  'admin::transfer-token-permission': closed,
};

/** Routes that ask for no panel sign-in, and what they answer to everybody who sends nothing. */
export const doorlessRoutes: Readonly<Record<string, number>> = {
  'GET /admin/init': 200,
  'GET /admin/project-type': 200,
  'GET /admin/registration-info': 400,
  'GET /content-manager/preview/script': 200,
  'POST /admin/access-token': 401,
  'POST /admin/forgot-password': 400,
  'POST /admin/login': 400,
  'POST /admin/register': 400,
  'POST /admin/register-admin': 400,
  'POST /admin/reset-password': 400,
  // Another server's tokens open these; there are none.
  'GET /admin/transfer/runner/pull': 401,
  'GET /admin/transfer/runner/push': 401,
};

/** Statuses of one call for those who are signed in; the rest are told 401. */
export interface SignedInRow {
  readonly host: number;
  readonly moderator: number;
  readonly superAdmin: number;
  readonly path?: string;
  readonly body?: unknown;
}

const everyone = (status: number, more: Pick<SignedInRow, 'path' | 'body'> = {}): SignedInRow => ({
  ...{ host: status, moderator: status, superAdmin: status },
  ...more,
});

/** What each page of the panel asks for, whoever is signed in. Those that end a session are in panel-session-end.test.ts. */
export const openTable: Readonly<Record<string, SignedInRow>> = {
  'GET /admin/users/me': everyone(200),
  'PUT /admin/users/me': everyone(200, { body: { preferedLanguage: 'en' } }),
  'GET /admin/users/me/permissions': everyone(200),
  'GET /admin/users/me/sessions': everyone(200),
  'GET /admin/information': everyone(200),
  'GET /admin/guided-tour-meta': everyone(200),
  'GET /admin/telemetry-properties': everyone(204),
  'GET /admin/homepage/layout': everyone(200),
  'GET /admin/ai-feature-config': everyone(404),
  'POST /admin/permissions/check': everyone(200, { body: { permissions: [{ action: 'admin::users.read' }] } }),
  'GET /content-manager/init': everyone(200),
  'GET /content-manager/content-types': everyone(200),
  'GET /content-manager/content-types-settings': everyone(200),
  'GET /content-manager/content-types/:uid/configuration': everyone(200, {
    path: '/content-manager/content-types/api::property.property/configuration',
  }),
  'GET /content-manager/components': everyone(200),
  'GET /content-manager/components/:uid/configuration': everyone(200, {
    path: '/content-manager/components/property.address/configuration',
  }),
  'GET /content-manager/homepage/recent-documents': everyone(200, {
    path: '/content-manager/homepage/recent-documents?action=update',
  }),
  'GET /i18n/locales': everyone(200),
  'GET /upload/configuration': everyone(200),
  'GET /upload/files': { host: 200, moderator: 403, superAdmin: 200 },
  'GET /upload/folders': everyone(200),
  'GET /upload/folder-structure': everyone(200),
};

/** Open by the list, and not asked here: they end the caller's own session, or keep their arrangement of the first page. */
export const leftOut: readonly string[] = [
  'POST /admin/logout',
  'DELETE /admin/users/me/sessions',
  'DELETE /admin/users/me/sessions/:sessionId',
  'PUT /admin/homepage/layout',
  'GET /admin/license-trial-time-left',
];

/** A call about one thing of a host: what it answers for own, another's and missing. */
export interface ThingRow {
  readonly uid: string;
  readonly host: Readonly<Record<Which, number>> | number;
  readonly moderator: Readonly<Record<Which, number>> | number;
  readonly superAdmin: Readonly<Record<Which, number>> | number;
  readonly body?: unknown;
}

const ownOnly = (own: number) => ({ own, another: 404, missing: 404 });
const anybodys = (status: number) => ({ own: status, another: status, missing: 404 });

/** The panel's buttons. What would change the entry is sent so that it cannot: the presses themselves are in panel-moderation.test.ts. */
export const buttonTable: Readonly<Record<string, ThingRow>> = {
  ...reportTable,
  ...hostAccountButtons,
  ...moneyTable,
  ...payoutButtons,
  'POST /casita/bookings/:id/approve': {
    ...{ uid: 'api::booking.booking', host: ownOnly(409), moderator: 403, superAdmin: 403 },
  },
  'POST /casita/bookings/:id/decline': {
    ...{ uid: 'api::booking.booking', host: ownOnly(409), moderator: 403, superAdmin: 403 },
  },
  // Without a reason, so that the bookings live on.
  'POST /casita/bookings/:id/cancel': {
    ...{ uid: 'api::booking.booking', host: 403, moderator: 403, superAdmin: 400 },
    body: {},
  },
  'POST /casita/bookings/:id/no-show': {
    ...{ uid: 'api::booking.booking', host: 403, moderator: 403, superAdmin: 400 },
    body: {},
  },
  // There is no penalty to waive on either.
  'POST /casita/bookings/:id/waive-penalty': {
    ...{ uid: 'api::booking.booking', host: 403, moderator: 403, superAdmin: 404 },
    body: { reason: 'Matrix' },
  },
  // Differences are known by number: an entry's id is none.
  'GET /casita/money/closes': {
    ...{ uid: 'api::booking.booking', host: 403, moderator: 403, superAdmin: 200 },
  },
  'POST /casita/money/differences/:id/explain': {
    ...{ uid: 'api::booking.booking', host: 403, moderator: 403, superAdmin: 400 },
    body: { reason: 'Matrix' },
  },
  'POST /casita/properties/:id/publish': {
    ...{ uid: 'api::property.property', host: ownOnly(200), moderator: 403, superAdmin: 403 },
  },
  'POST /casita/properties/:id/unpublish': {
    ...{ uid: 'api::property.property', host: ownOnly(200), moderator: 403, superAdmin: 403 },
  },
  'POST /casita/reviews/:id/decision': {
    ...{ uid: 'api::review.review', host: 403, moderator: anybodys(409), superAdmin: anybodys(409) },
    body: { decision: 'publish' },
  },
  'POST /casita/reports/:id/decision': {
    ...{ uid: 'api::report.report', host: 403, moderator: 422, superAdmin: 422 },
    body: { decision: 'uphold' },
  },
  'POST /casita/calendar-conflicts/:id/decision': {
    ...{
      uid: 'api::calendar-conflict.calendar-conflict',
      host: ownOnly(200),
      moderator: 403,
      superAdmin: anybodys(200),
    },
    body: { decision: 'dismiss' },
  },
  ...disputeButtons,
  ...claimButtons,
  ...ownClaimButtons,
};

/** One file. Files are known by number. */
export const fileTable: Readonly<Record<string, Omit<ThingRow, 'uid'>>> = {
  'GET /upload/files/:id': { host: ownOnly(200), moderator: 403, superAdmin: anybodys(200) },
  'PUT /upload/files/:id': {
    ...{ host: ownOnly(200), moderator: 403, superAdmin: anybodys(200) },
    body: { fileInfo: { caption: 'Matrix' } },
  },
  // Without a file there is nothing to put in its place.
  'POST /upload/files/:id/replace': { host: ownOnly(400), moderator: 403, superAdmin: anybodys(400) },
};

/** Of the list of allowed-routes.ts, as their addresses: `GET admin:/users/me` is `GET /admin/users/me`. */
export const allowed: ReadonlySet<string> = new Set(
  [...allowedRoutes.keys()].map((name) => name.replace(/ ([\w-]+):\//, ' /$1/').replace(/\/$/, '')),
);

export const roleOf = (caller: Caller): 'none' | 'host' | 'moderator' | 'superAdmin' =>
  caller === 'nobody' || caller === 'guest' ? 'none' : caller === 'hostA' || caller === 'hostB' ? 'host' : caller;
