import { z } from 'zod';
import { asAnswer, callerOf, operation, type AnyOperation } from '../../../contract/operation';
import { done, email, mailedToken, newPassword, password, signedIn } from '../fields';
import { changePassword } from '../use-cases/change-password';
import { requestPasswordReset } from '../use-cases/request-mail';
import { resetPassword } from '../use-cases/reset-password';

const tag = 'Accounts';

/** Strapi's clients send the password twice; where they do, both must be the same. */
const repeated = { passwordConfirmation: z.string().optional() };
const sameTwice = (body: { password: string; passwordConfirmation?: string | undefined }) =>
  body.passwordConfirmation === undefined || body.passwordConfirmation === body.password;
const differ = {
  message: 'the passwords differ',
  path: ['passwordConfirmation'],
  params: { code: 'passwords_differ' },
};

const forgotPassword = operation({
  id: 'forgotPassword',
  kind: 'mutation',
  method: 'POST',
  path: '/auth/forgot-password',
  tag,
  summary: 'Ask for a new password',
  description: 'The answer is always the same. The code in the mail works once, within 30 minutes.',
  access: 'anyone',
  body: z.strictObject({ email }),
  success: { status: 200, schema: done, description: 'Where there is an account, a mail is on its way', bare: true },
  refusals: ['too_many'],
  async handle(app, { body, address }) {
    return asAnswer(await requestPasswordReset(app, { email: body.email, address }));
  },
});

const setNewPassword = operation({
  id: 'resetPassword',
  kind: 'mutation',
  method: 'POST',
  path: '/auth/reset-password',
  tag,
  summary: 'Set a new password with the code of the mail',
  description: 'Ends every session of the account and opens a new one.',
  access: 'anyone',
  body: z.strictObject({ code: mailedToken, password: newPassword, ...repeated }).refine(sameTwice, differ),
  success: { status: 200, schema: signedIn, description: 'Signed in with the new password', bare: true },
  refusals: ['refused', 'too_many'],
  async handle(app, { body, address }) {
    return asAnswer(await resetPassword(app, { token: body.code, password: body.password, address }));
  },
});

const changeOwnPassword = operation({
  id: 'changePassword',
  kind: 'mutation',
  method: 'POST',
  path: '/auth/change-password',
  tag,
  summary: 'Change the password',
  description: 'Ends every session of the account, this one too, and opens a new one.',
  access: 'account',
  body: z.strictObject({ currentPassword: password, password: newPassword, ...repeated }).refine(sameTwice, differ),
  success: { status: 200, schema: signedIn, description: 'Signed in with the new password', bare: true },
  refusals: ['refused', 'too_many'],
  async handle(app, call) {
    const { currentPassword, password: wanted } = call.body;
    return asAnswer(await changePassword(app, { actor: callerOf(call), currentPassword, password: wanted }));
  },
});

export const passwordOperations: readonly AnyOperation[] = [forgotPassword, setNewPassword, changeOwnPassword];
