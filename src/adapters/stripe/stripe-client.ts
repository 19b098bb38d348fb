import Stripe from 'stripe';

/**
 * The payment provider's official SDK. Live, test and the local sandbox differ only in key and address;
 * the sandbox's address carries a path prefix, which the SDK has no setting for, so its HTTP client adds it.
 */
export interface StripeSettings {
  readonly secretKey: string;
  /** Absent for Stripe itself; else the base of another server, such as http://127.0.0.1:1337/sandbox/stripe. */
  readonly apiBase: string | null;
}

const TIMEOUT_MS = 20_000;

/**
 * @throws for a live key with another host (a live key must never leave for anyone but Stripe), or a test key's absence.
 */
export function stripeClient(settings: StripeSettings): Stripe {
  const { secretKey, apiBase } = settings;
  if (apiBase !== null && !/^(sk|rk)_test_/.test(secretKey)) {
    throw new Error('STRIPE_API_BASE is set: only a test key (sk_test_ or rk_test_) may be used with it');
  }
  // Retries are the outbox's matter: it knows what is unknown and keeps the key.
  const common = { maxNetworkRetries: 0, timeout: TIMEOUT_MS, telemetry: false } as const;
  if (apiBase === null) return new Stripe(secretKey, common);
  const url = new URL(apiBase);
  const protocol = url.protocol === 'http:' ? 'http' : 'https';
  return new Stripe(secretKey, {
    ...common,
    protocol,
    host: url.hostname,
    port: url.port || (protocol === 'http' ? '80' : '443'),
    httpClient: prefixed(url.pathname.replace(/\/$/, '')),
  });
}

function prefixed(prefix: string): Stripe.HttpClient {
  const inner = Stripe.createNodeHttpClient();
  const makeRequest = inner.makeRequest.bind(inner);
  inner.makeRequest = (host, port, path, ...rest) => makeRequest(host, port, prefix + path, ...rest);
  return inner;
}
