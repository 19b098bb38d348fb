export default ({ env }: { env: StrapiEnv }) => ({
  host: env('HOST', '127.0.0.1'),
  port: env.int('PORT', 1337),
  url: env('PUBLIC_URL', ''),
  // Each proxy in front adds one address to X-Forwarded-For; what stands before those is the caller's own word.
  proxy: { koa: env.int('TRUSTED_PROXIES', 0) > 0, maxIpsCount: env.int('TRUSTED_PROXIES', 0) },
  app: { keys: env.array('APP_KEYS') },
  webhooks: { populateRelations: false },
  http: { serverOptions: { requestTimeout: 30_000 } },
  logger: { updates: { enabled: false }, startup: { enabled: false } },
});
