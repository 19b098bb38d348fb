import { z } from 'zod';
import { asAnswer, callerOf, operation, type AnyOperation } from '../../../contract/operation';
import { accept } from '../../../domain/refusal';
import { ownListings } from '../../property/queries/own-listing';
import { ownTaxProfile } from '../../tax-profile/use-cases/own-profile';
import { done, password } from '../fields';
import { exportAccount } from '../queries/export-account';
import { eraseAccount } from '../use-cases/erase-account';

const tag = 'Accounts';

const row = z.record(z.string(), z.unknown());
const rows = z.array(row);

const accountExport = z
  .object({
    account: row,
    hostProfile: row.nullable(),
    hostAccount: row.nullable(),
    taxProfile: row.nullable(),
    listings: rows,
    sessions: rows,
    bookingsAsGuest: rows,
    bookingsAsHost: rows,
    payments: rows,
    actions: rows,
    reviewsWritten: rows,
    replies: rows,
    reports: rows,
    claimsAsGuest: rows,
    claimsAsHost: rows,
  })
  .meta({ id: 'AccountExport' });

const everyListing = { state: null, limit: 10_000, offset: 0 };

const exportData = operation({
  id: 'exportMyData',
  kind: 'query',
  method: 'GET',
  path: '/me/export',
  tag,
  summary: 'All that is held of the own account',
  description: "Guests of a host's bookings and the words of others are not in it: they are theirs.",
  access: 'account',
  rateLimit: { name: 'export', points: 10, seconds: 3_600 },
  success: { status: 200, schema: accountExport, description: 'By kind' },
  refusals: [],
  async handle(app, call) {
    const { userId, hostId } = callerOf(call);
    const listings = hostId === null ? [] : (await ownListings(app.db, hostId, everyListing)).rows;
    const held = {
      ...(await exportAccount(app.db, userId, hostId)),
      taxProfile: hostId === null ? null : { ...(await ownTaxProfile(app, hostId)) },
      listings: listings.map(({ id: _id, ...listing }) => listing),
    };
    return accept({ data: held });
  },
});

const erase = operation({
  id: 'eraseMe',
  kind: 'mutation',
  method: 'POST',
  path: '/me/erase',
  tag,
  summary: 'Erase the own account',
  description:
    'Name, address, phone number, words, pictures and listings go for good; bookings, payments and scores stay without them. Refused ' +
    'while stays or payments are not over.',
  access: 'account',
  body: z.strictObject({ password }),
  success: { status: 200, schema: done, description: 'Erased; every session has ended' },
  refusals: ['refused', 'conflict', 'too_many'],
  async handle(app, call) {
    return asAnswer(await eraseAccount(app, { actor: callerOf(call), password: call.body.password }));
  },
});

export const personalDataOperations: readonly AnyOperation[] = [exportData, erase];
