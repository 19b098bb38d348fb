import type { TestApi } from './api-with-mail';

export interface Person {
  readonly email: string;
  readonly password: string;
  readonly token: string;
  readonly refreshToken: string;
  readonly documentId: string;
}

export const goodPassword = 'correct horse battery';

let counter = 0;

export function newAddress(name = 'guest'): string {
  counter += 1;
  return `${name}-${process.pid}-${counter}@example.test`;
}

/** The code in a mail's link, or after `code=`. */
export function codeIn(mail: string): string {
  const code = /(?:confirmation|code)=([A-Za-z0-9_-]{43})/.exec(mail)?.[1];
  if (!code) throw new Error(`no code in:\n${mail}`);
  return code;
}

/** Registers, follows the mail's link and signs in, as a person would. */
export async function signUp(api: TestApi, email = newAddress()): Promise<Person> {
  const password = goodPassword;
  await api.call('POST', '/api/auth/local/register', { body: { email, password } });
  const confirmation = codeIn(await api.mailTo(email));
  const confirmed = await api.call('GET', `/api/auth/email-confirmation?confirmation=${confirmation}`);
  if (confirmed.status !== 200) throw new Error(`not confirmed: ${confirmed.text}`);
  return signIn(api, email, password);
}

export async function signIn(api: TestApi, email: string, password = goodPassword): Promise<Person> {
  const { status, text, body } = await api.call('POST', '/api/auth/local', { body: { identifier: email, password } });
  if (status !== 200) throw new Error(`not signed in: ${text}`);
  return { email, password, token: body.jwt, refreshToken: body.refreshToken, documentId: body.user.documentId };
}

export async function signUpHost(api: TestApi): Promise<Person> {
  const host = await signUp(api, newAddress('host'));
  const became = await api.call('POST', '/api/me/become-host', { token: host.token });
  if (became.status !== 200) throw new Error(`no host: ${became.text}`);
  return host;
}

/** A home of 100 a night in Lisbon, on the market. @returns its document id */
export async function publishHome(api: TestApi, host: Person, name: string): Promise<string> {
  const body = { name, currency: 'EUR', point: { latitude: 38.71, longitude: -9.14 }, prices: { base: 10_000 } };
  const made = await api.call('POST', '/api/properties', { token: host.token, body });
  const id = String(made.body.data?.documentId);
  const published = await api.call('POST', `/api/properties/${id}/publish`, { token: host.token });
  if (published.status !== 200) throw new Error(`not published: ${made.text} ${published.text}`);
  return id;
}
