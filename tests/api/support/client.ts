import type { AppProcess } from '../../services/support/app-process';

/** Where an app is reached. */
export type Door = Pick<AppProcess, 'url'>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads what an answer should hold.
  readonly body: any;
}

export interface Sent {
  readonly token?: string | null;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One call as a guest's app makes it; `body` is sent as JSON. */
export async function call(app: Door, method: string, path: string, sent: Sent = {}): Promise<Answer> {
  const response = await fetch(app.url + path, {
    method,
    headers: {
      ...(sent.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(sent.token ? { authorization: `Bearer ${sent.token}` } : {}),
      ...sent.headers,
    },
    redirect: 'manual',
    ...(sent.body === undefined ? {} : { body: typeof sent.body === 'string' ? sent.body : JSON.stringify(sent.body) }),
  });
  return { status: response.status, headers: response.headers, body: readBody(await response.text()) };
}

function readBody(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

export const graphql = (
  app: Door,
  query: string,
  variables: object = {},
  token: string | null = null,
): Promise<Answer> => call(app, 'POST', '/graphql', { token, body: { query, variables } });

/** Codes of a refusal's reasons, from REST or GraphQL. */
export const reasonsOf = (answer: Answer): unknown =>
  answer.body?.error?.details?.reasons ?? answer.body?.errors?.[0]?.extensions?.reasons;

/**
 * Waits until the app has heard of what a test has written past it: the answer to anything but a read leaves after that. No app writes to
 * this path.
 */
export const hasHeard = async (app: Door): Promise<void> => void (await call(app, 'POST', '/api/heard'));
