export default ({ env }: { env: StrapiEnv }) => ({
  host: env('HOST', '127.0.0.1'),
  port: env.int('PORT', 1337),
  url: env('PUBLIC_URL', ''),
  app: { keys: env.array('APP_KEYS') },
  webhooks: { populateRelations: false },
  http: { serverOptions: { requestTimeout: 30_000 } },
  logger: { updates: { enabled: false }, startup: { enabled: false } },
});
