/** PostgreSQL only, one dialect everywhere. The app sets DATABASE_URL itself when it runs the embedded server. */
export default ({ env }: { env: StrapiEnv }) => ({
  connection: {
    client: 'postgres',
    connection: { connectionString: env('DATABASE_URL', ''), options: '-c timezone=UTC' },
    pool: { min: 0, max: env.int('DATABASE_POOL_MAX', 10) },
    acquireConnectionTimeout: 20_000,
  },
  settings: { runMigrations: true, useTypescriptMigrations: true, forceMigration: false },
});
