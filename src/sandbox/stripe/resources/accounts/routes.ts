import { type z } from 'zod';
import { ok, type Answer } from '../../http/answer';
import { noSuchObject, notAllowed } from '../../http/problem';
import { route, type Call } from '../../http/route';
import { answerV2List } from '../../http/v2-listing';
import type { Stored } from '../../objects';
import { insertObject } from '../../queries/insert-object';
import { saveObject } from '../../queries/save-object';
import { lockBalance } from '../../queries/lock-balance';
import { sumBalance } from '../../queries/sum-balance';
import { notify, seconds } from '../../work';
import { findNamed, lockNamed } from '../find';
import { assertComplete, changed, newAccount, shown, workedOut } from './account-body';
import { closeParams, createParams, listParams, retrieveParams, updateParams, type CreateParams } from './params';
import { accountReference, saveAccount } from './save-account';

const url = '/v2/core/accounts';
const one = `${url}/:id`;

/** API v2: hosts and whoever else is paid through the platform. */
export const accountRoutes = [
  route({ method: 'POST', path: url, params: createParams, act: create }),
  route({
    method: 'GET',
    path: url,
    params: listParams,
    act: (call, params) =>
      answerV2List(call.tx, 'v2.core.account', {
        url,
        limit: params.limit,
        page: params.page,
        repeated: { applied_configurations: params.applied_configurations, closed: String(params.closed) },
        narrow: {
          equal: { closed: String(params.closed) },
          ...(params.applied_configurations === undefined ? {} : { configurations: params.applied_configurations }),
        },
        show: (body) => shown(body, []),
      }),
  }),
  route({
    method: 'GET',
    path: one,
    params: retrieveParams,
    act: async (call, params) => ok(shown((await findNamed(call, 'v2.core.account', idIn(call))).body, params.include)),
  }),
  route({ method: 'POST', path: one, params: updateParams, act: update }),
  route({ method: 'POST', path: `${one}/close`, params: closeParams, act: close }),
];

const idIn = (call: Call) => call.in['id'] ?? '';

const stamp = (call: Call) => call.now.toString({ smallestUnit: 'millisecond' });

async function create(call: Call, params: CreateParams): Promise<Answer> {
  assertComplete(params);
  const { body, hidden } = newAccount(params, stamp(call));
  await insertObject(call.tx, 'v2.core.account', seconds(call.now), body, hidden);
  notify(call, 'v2.core.account.created', {
    related: accountReference(body.id),
    changes: { before: null, after: shown(body, []) },
  });
  return ok(shown(body, params.include));
}

async function update(call: Call, params: z.output<typeof updateParams>): Promise<Answer> {
  const account = await lockOpen(call);
  const { country } = account.body.identity;
  const given = params.identity?.country?.toLowerCase();
  if (given !== undefined && country !== undefined && given !== country) {
    throw notAllowed('The country of an account cannot change.', { code: 'country_unsupported' });
  }
  const after = changed(account.body, account.hidden, params, stamp(call));
  await saveAccount(call, account, after);
  return ok(shown(after.body, params.include));
}

async function lockOpen(call: Call): Promise<Stored<'v2.core.account'>> {
  const account = await lockNamed(call, 'v2.core.account', idIn(call));
  if (account.body.closed === true) throw noSuchObject('account', `${account.id} (it is closed)`);
  return account;
}

/** For good. What is still on its balance has to leave it first. */
async function close(call: Call, params: z.output<typeof closeParams>): Promise<Answer> {
  const account = await lockOpen(call);
  const named = params.applied_configurations;
  if (named !== undefined && [...named].sort().join() !== [...account.body.applied_configurations].sort().join()) {
    throw notAllowed('To close an account, name all the configurations that it has.');
  }
  await lockBalance(call.tx, account.id);
  const left = (await sumBalance(call.tx, account.id)).find((sum) => sum.available !== 0 || sum.pending !== 0);
  if (left !== undefined) throw notAllowed('An account with money on its balance cannot be closed.');
  const after = workedOut({ ...account.body, applied_configurations: [], closed: true }, account.hidden);
  await saveObject(call.tx, { ...account, ...after });
  notify(call, 'v2.core.account.closed', { related: accountReference(account.id) });
  return ok(shown(after.body, []));
}
