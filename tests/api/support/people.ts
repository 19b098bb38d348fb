import { call, type Door } from './client';

/** Lets a test open accounts as fast as it likes. */
export const openDoors = { AUTO_CONFIRM: 'true', ACCOUNT_LIMIT_FACTOR: '1000' } as const;

export interface Person {
  readonly email: string;
  readonly token: string;
}

export const password = 'a long enough pass phrase';

export async function signUp(app: Door, name: string): Promise<Person> {
  const email = `${name}@example.test`;
  const registered = await call(app, 'POST', '/api/auth/local/register', {
    body: { email, password, displayName: name },
  });
  if (registered.status !== 200) throw new Error(`register: ${JSON.stringify(registered.body)}`);
  return signIn(app, email);
}

export async function signIn(app: Door, email: string): Promise<Person> {
  const signedIn = await call(app, 'POST', '/api/auth/local', { body: { identifier: email, password } });
  if (signedIn.status !== 200) throw new Error(`sign in: ${JSON.stringify(signedIn.body)}`);
  return { email, token: String(signedIn.body.jwt) };
}

export async function signUpHost(app: Door, name: string): Promise<Person> {
  const person = await signUp(app, name);
  const became = await call(app, 'POST', '/api/me/become-host', { token: person.token, body: { displayName: name } });
  if (became.status !== 200) throw new Error(`become host: ${JSON.stringify(became.body)}`);
  // Being a host is part of who a session is from the next request on.
  return person;
}
