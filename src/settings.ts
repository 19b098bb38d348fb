import { join } from 'node:path';
import { z } from 'zod';

/**
 * What the environment says, read and checked once. Outside production, with a test key, the installation is a sandbox unless
 * SANDBOX=false says otherwise: a local Stripe and a clock that can be moved. A live key and a sandbox never go together.
 */
const secret = z.string().min(32);

const schema = z
  .object({
    NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
    DATABASE_URL: z.string().min(1),
    DATABASE_LISTEN_URL: z.string().optional(),
    DATABASE_POOL_MAX: z.coerce.number().int().min(2).max(200).default(10),
    DATABASE_READ_URL: z.string().default(''),
    SEARCH_POOL_MAX: z.coerce.number().int().min(1).max(200).default(5),
    SEARCH_WAITING_MAX: z.coerce.number().int().min(1).max(10_000).default(200),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(1).max(65_535).default(1337),
    PUBLIC_URL: z.string().default(''),
    QUOTE_SECRET: secret,
    ENCRYPTION_KEY: secret,
    SMTP_HOST: z.string().default(''),
    CASITA_DATA_DIR: z.string().default('.data'),
    LIST_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(5_000),
    READ_CACHE_MB: z.coerce.number().int().min(1).max(16_384).default(64),
    REDIS_URL: z.string().optional(),
    SANDBOX: z.enum(['true', 'false']).optional(),
    SANDBOX_IN_PRODUCTION: z.enum(['allowed']).optional(),
    SANDBOX_ALLOW_REMOTE: z.enum(['true', 'false']).default('false'),
    STRIPE_SECRET_KEY: z.string().regex(/^(sk|rk)_(test|live)_\w+$/),
    STRIPE_PUBLISHABLE_KEY: z.string().regex(/^pk_(test|live)_\w+$/),
    STRIPE_WEBHOOK_SECRET: z.string().regex(/^whsec_\w+$/),
    STRIPE_CONNECT_WEBHOOK_SECRET: z.string().regex(/^whsec_\w+$/),
    STRIPE_API_BASE: z.url().optional(),
    WORKERS: z.enum(['in-process', 'apart']).default('in-process'),
  })
  .superRefine((env, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', message });
    const live = /_live_/.test(env.STRIPE_SECRET_KEY);
    if (live && env.SANDBOX === 'true') refuse('SANDBOX=true with a live Stripe key');
    if (live && env.STRIPE_API_BASE)
      refuse('STRIPE_API_BASE with a live Stripe key: it must never leave for anyone but Stripe');
    if (live !== /_live_/.test(env.STRIPE_PUBLISHABLE_KEY))
      refuse('STRIPE_SECRET_KEY and STRIPE_PUBLISHABLE_KEY are of two modes');
    if (env.NODE_ENV === 'production' && env.SANDBOX === 'true' && env.SANDBOX_IN_PRODUCTION !== 'allowed') {
      refuse('SANDBOX=true in production: set SANDBOX_IN_PRODUCTION=allowed if this is a demonstration');
    }
  });

export interface Settings {
  readonly databaseUrl: string;
  /** For the one connection that listens to changes. */
  readonly listenUrl: string;
  readonly poolMax: number;
  /** Connections of searches alone; `replicaUrl` is null where they ask the primary. */
  readonly search: { readonly replicaUrl: string | null; readonly poolMax: number; readonly waitingMax: number };
  /** For one statement of a generated list. */
  readonly listTimeoutMs: number;
  readonly readCacheBytes: number;
  readonly host: string;
  readonly port: number;
  readonly redisUrl: string | null;
  /** Whether mails go out; else they are files in `mailFolder`. */
  readonly smtp: boolean;
  readonly mailFolder: string;
  readonly quoteSecret: string;
  readonly encryptionKey: string;
  readonly sandbox: boolean;
  /** Others than this machine may use the local Stripe, read the sandbox's mails and move its clock. */
  readonly sandboxAllowRemote: boolean;
  readonly workersInProcess: boolean;
  readonly stripe: {
    readonly secretKey: string;
    readonly publishableKey: string;
    readonly webhookSecret: string;
    /** Signs what is told of hosts' accounts: thin events, on a path of their own. */
    readonly connectWebhookSecret: string;
    /** Null for Stripe itself. */
    readonly apiBase: string | null;
  };
}

/** @throws with every setting that is missing or does not go with another. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const parsed = schema.safeParse(env);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || 'settings'}: ${issue.message}`);
    throw new Error(`The environment is not complete (see .env.example):\n${lines.join('\n')}`);
  }
  const read = parsed.data;
  const isTest = /_test_/.test(read.STRIPE_SECRET_KEY);
  const sandbox = read.SANDBOX === undefined ? isTest && read.NODE_ENV !== 'production' : read.SANDBOX === 'true';
  const local = `http://127.0.0.1:${read.PORT}/sandbox/stripe`;
  return {
    databaseUrl: read.DATABASE_URL,
    listenUrl: read.DATABASE_LISTEN_URL || read.DATABASE_URL,
    poolMax: read.DATABASE_POOL_MAX,
    search: {
      replicaUrl: read.DATABASE_READ_URL || null,
      poolMax: read.SEARCH_POOL_MAX,
      waitingMax: read.SEARCH_WAITING_MAX,
    },
    listTimeoutMs: read.LIST_TIMEOUT_MS,
    readCacheBytes: read.READ_CACHE_MB * 1024 * 1024,
    host: read.HOST,
    port: read.PORT,
    redisUrl: read.REDIS_URL || null,
    smtp: read.SMTP_HOST !== '',
    mailFolder: join(read.CASITA_DATA_DIR, 'mail'),
    quoteSecret: read.QUOTE_SECRET,
    encryptionKey: read.ENCRYPTION_KEY,
    sandbox,
    sandboxAllowRemote: read.SANDBOX_ALLOW_REMOTE === 'true',
    workersInProcess: read.WORKERS === 'in-process',
    stripe: {
      secretKey: read.STRIPE_SECRET_KEY,
      publishableKey: read.STRIPE_PUBLISHABLE_KEY,
      webhookSecret: read.STRIPE_WEBHOOK_SECRET,
      connectWebhookSecret: read.STRIPE_CONNECT_WEBHOOK_SECRET,
      apiBase: read.STRIPE_API_BASE ?? (sandbox ? local : null),
    },
  };
}
