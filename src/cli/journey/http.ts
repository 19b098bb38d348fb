/** A caller over HTTP, as a guest's app is one. Anything but the expected status ends the journey. */
export interface Caller {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown, options?: PostOptions): Promise<T>;
  put<T>(path: string, body: unknown): Promise<T>;
  as(token: string): Caller;
}

export interface PostOptions {
  readonly key?: string;
  readonly expect?: number;
}

export function caller(url: string, token: string | null = null): Caller {
  const send = async <T>(
    method: string,
    path: string,
    body?: unknown,
    { key, expect }: PostOptions = {},
  ): Promise<T> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const expected = expect === undefined ? response.ok : response.status === expect;
    if (!expected) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 600)}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  return {
    get: (path) => send('GET', path),
    post: (path, body, options) => send('POST', path, body, options),
    put: (path, body) => send('PUT', path, body),
    as: (other) => caller(url, other),
  };
}

/** What Stripe.js does in a guest's app: form-encoded, with the publishable key. */
export async function stripeCall(
  url: string,
  path: string,
  key: string,
  form: Readonly<Record<string, string>>,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}/sandbox/stripe${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form),
  });
  return (await response.json()) as Record<string, unknown>;
}
