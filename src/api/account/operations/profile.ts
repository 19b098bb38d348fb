import { z } from 'zod';
import { asAnswer, callerOf, operation, type AnyOperation } from '../../../contract/operation';
import { accept } from '../../../domain/refusal';
import { displayName, phone, profile } from '../fields';
import { ownProfile } from '../queries/own-profile';
import { becomeHost } from '../use-cases/become-host';
import { changeProfile } from '../use-cases/change-profile';

const tag = 'Accounts';

const me = operation({
  id: 'me',
  kind: 'query',
  method: 'GET',
  path: '/me',
  tag,
  summary: 'The own account',
  access: 'account',
  front: true,
  success: { status: 200, schema: profile, description: 'As its owner sees it' },
  refusals: [],
  async handle(app, call) {
    return accept({ data: await ownProfile(app.db, callerOf(call).userId) });
  },
});

const updateMe = operation({
  id: 'updateMe',
  kind: 'mutation',
  method: 'PUT',
  path: '/me',
  tag,
  summary: 'Change the own account',
  description: 'What is not named stays. A phone number of null is taken out.',
  access: 'account',
  rateLimit: { name: 'update-me', points: 60, seconds: 60 },
  body: z.strictObject({ displayName: displayName.optional(), phone: phone.nullable().optional() }),
  success: { status: 200, schema: profile, description: 'The changed account' },
  refusals: [],
  async handle(app, call) {
    return asAnswer(await changeProfile(app, callerOf(call), call.body));
  },
});

const host = operation({
  id: 'becomeHost',
  kind: 'mutation',
  method: 'POST',
  path: '/me/become-host',
  tag,
  summary: 'Become a host',
  description: 'Gives the account a host profile; asked again it changes nothing.',
  access: 'account',
  success: { status: 200, schema: profile, description: 'The account with its host profile' },
  refusals: [],
  async handle(app, call) {
    return asAnswer(await becomeHost(app, callerOf(call)));
  },
});

export const profileOperations: readonly AnyOperation[] = [me, updateMe, host];
