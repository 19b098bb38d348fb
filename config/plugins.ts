/** Redis is switched on by REDIS_URL alone: without configuration its plugin floods the log with errors. */
function redisPlugin(url: string | undefined) {
  if (!url) return { enabled: false };
  const connection = {
    ...redisAddress(new URL(url)),
    maxRetriesPerRequest: 1,
    commandTimeout: 500,
    connectTimeout: 2_000,
    enableOfflineQueue: false,
  };
  return {
    enabled: true,
    config: { settings: { debug: false }, connections: { default: { connection, settings: {} } } },
  };
}

/** The plugin takes the parts of an address, not a URL. */
function redisAddress(url: URL) {
  return {
    host: url.hostname,
    port: Number(url.port || 6379),
    username: decodeURIComponent(url.username) || undefined,
    password: decodeURIComponent(url.password) || undefined,
    db: Number(url.pathname.slice(1) || 0),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
  };
}

function emailPlugin(env: StrapiEnv) {
  const user = env('SMTP_USER', '');
  const from = env('MAIL_FROM', 'Casita <no-reply@casita.invalid>');
  return {
    config: {
      provider: 'nodemailer',
      providerOptions: {
        host: env('SMTP_HOST', '127.0.0.1'),
        port: env.int('SMTP_PORT', 1025),
        ignoreTLS: env.bool('SMTP_IGNORE_TLS', false),
        secure: env.bool('SMTP_SECURE', false),
        ...(user ? { auth: { user, pass: env('SMTP_PASSWORD', '') } } : {}),
      },
      settings: { defaultFrom: from, defaultReplyTo: from },
    },
  };
}

export default ({ env }: { env: StrapiEnv }) => ({
  redis: redisPlugin(env('REDIS_URL')),
  email: emailPlugin(env),
  'users-permissions': {
    config: {
      jwtManagement: 'refresh',
      jwtSecret: env('JWT_SECRET'),
      sessions: {
        accessTokenLifespan: 600,
        maxRefreshTokenLifespan: 30 * 86_400,
        idleRefreshTokenLifespan: 14 * 86_400,
        httpOnly: false,
      },
      register: { allowedFields: [] },
      ratelimit: { enabled: true, interval: { min: 1 }, max: 20 },
    },
  },
  graphql: {
    config: {
      endpoint: '/graphql',
      shadowCRUD: true,
      landingPage: false,
      depthLimit: 8,
      defaultLimit: 25,
      maxLimit: 100,
      subscriptions: false,
      apolloServer: { introspection: true },
    },
  },
  upload: {
    config: {
      sizeLimit: 15 * 1024 * 1024,
      // Files are served from the panel's own origin: nothing that a browser would run or render as a page. What passes is stored
      // anew as JPEG (src/adapters/photos/plain-uploads.ts).
      security: { allowedTypes: ['image/jpeg', 'image/png', 'image/webp'] },
      breakpoints: { large: 1200, medium: 750, small: 400 },
    },
  },
});
