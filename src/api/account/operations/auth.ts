import { z } from 'zod';
import { asAnswer, operation, type AnyOperation } from '../../../contract/operation';
import {
  displayName,
  done,
  email,
  identifier,
  mailedToken,
  newPassword,
  password,
  signedIn,
  username,
} from '../fields';
import { confirmEmail } from '../use-cases/confirm-email';
import { register } from '../use-cases/register';
import { requestConfirmation } from '../use-cases/request-mail';
import { signIn } from '../use-cases/sign-in';

const tag = 'Accounts';

const registerAccount = operation({
  id: 'register',
  kind: 'mutation',
  method: 'POST',
  path: '/auth/local/register',
  tag,
  summary: 'Ask for an account',
  description:
    'The answer is always the same. The address gets a mail: a link that opens the account, or word that it already has one.',
  access: 'anyone',
  body: z.strictObject({
    email,
    password: newPassword,
    username: username.optional(),
    displayName: displayName.optional(),
  }),
  success: { status: 200, schema: done, description: 'A mail is on its way', bare: true },
  refusals: ['too_many'],
  async handle(app, { body, address }) {
    return asAnswer(
      await register(app, {
        email: body.email,
        password: body.password,
        username: body.username ?? null,
        displayName: body.displayName ?? null,
        address,
      }),
    );
  },
});

const confirmAddress = operation({
  id: 'confirmEmail',
  kind: 'mutation',
  method: 'GET',
  path: '/auth/email-confirmation',
  tag,
  summary: 'Open the account of a registration',
  description: 'With the code of the mail. It signs nobody in, and can be followed again until it runs out.',
  access: 'anyone',
  query: z.strictObject({ confirmation: mailedToken }),
  success: { status: 200, schema: done, description: 'The account is open', bare: true },
  refusals: ['refused', 'too_many'],
  async handle(app, { query, address }) {
    return asAnswer(await confirmEmail(app, { token: query.confirmation, address }));
  },
});

const sendConfirmation = operation({
  id: 'sendEmailConfirmation',
  kind: 'mutation',
  method: 'POST',
  path: '/auth/send-email-confirmation',
  tag,
  summary: 'Send the link of a registration again',
  description: 'The answer is always the same.',
  access: 'anyone',
  body: z.strictObject({ email }),
  success: { status: 200, schema: done, description: 'Where a registration waits, a mail is on its way', bare: true },
  refusals: ['too_many'],
  async handle(app, { body, address }) {
    return asAnswer(await requestConfirmation(app, { email: body.email, address }));
  },
});

const signInToAccount = operation({
  id: 'signIn',
  kind: 'mutation',
  method: 'POST',
  path: '/auth/local',
  tag,
  summary: 'Sign in',
  description:
    'By mail address or user name. `jwt` goes into the header `Authorization: Bearer …`; `refreshToken` gets the next one.',
  access: 'anyone',
  body: z.strictObject({ identifier, password }),
  success: { status: 200, schema: signedIn, description: 'Signed in', bare: true },
  refusals: ['unauthenticated', 'too_many'],
  async handle(app, { body, address }) {
    return asAnswer(await signIn(app, { ...body, address }));
  },
});

export const authOperations: readonly AnyOperation[] = [
  registerAccount,
  confirmAddress,
  sendConfirmation,
  signInToAccount,
];
