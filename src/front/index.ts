import { join } from 'node:path';
import type { Core } from '@strapi/strapi';
import { countOpenDifferences } from '../api/balance/queries/differences';
import type { Composition, Sandbox } from '../composition';
import type { GraphqlServer } from '../graphql/answer-request';
import { metrics } from '../health/metrics';
import { migrationsIn, readiness } from '../health/readiness';
import { openApiRoute } from './openapi-route';
import { mountDirectReads } from './direct-reads';
import { docsRoutes } from './docs-page';
import { caughtUp } from './caught-up';
import { faults } from './faults';
import { graphqlPage, keepAuthorization } from './graphql-door';
import { graphqlRequests } from './graphql-requests';
import { healthRoutes } from './health-routes';
import { measure } from './measure';
import { propertyPages } from './property-pages';
import { requestIds } from './request-id';
import { frontRouter, type FrontRoutes } from './router';
import { shedLoad, workGate } from './shed-load';
import { startPage } from './start-page';
import { sandboxFront, type SandboxFrontParts } from '../sandbox/front';

/** Some seconds of work for one process. */
const REQUESTS_IN_WORK_MAX = 1_000;

/** Mounts, ahead of Strapi's own middleware, what every request passes and the pages and probes that need nothing of Strapi. */
export function mountFront(strapi: Core.Strapi, composition: Composition, graphql: () => GraphqlServer): void {
  const { app, changes, database, searchDb } = composition;
  const site = { name: app.config.name, sandbox: composition.settings.sandbox };
  const registry = metrics();
  const migrations = migrationsIn(join(strapi.dirs.dist.root, 'database', 'migrations'));
  registry.gauge('casita_database_connections', 'Open connections of our own pool', () => database.pool.totalCount);
  registry.gauge('casita_database_waiting', 'Requests that wait for a connection', () => database.pool.waitingCount);
  registry.gauge('casita_search_waiting', 'Searches that wait for a connection', () => searchDb.waiting());
  registry.gauge('casita_close_difference', 'Differences of daily closes that nobody has explained', () =>
    countOpenDifferences(database),
  );
  registry.gauge('casita_kept_bytes', 'Finished answers that this process keeps', () => app.kept.bytes());
  registry.gauge('casita_changes_heard', '1 while changes are heard; 0: nothing is kept', () => Number(changes.isUp()));
  registry.gauge('casita_memory_bytes', 'Resident memory of this process', () => process.memoryUsage.rss());
  registry.gauge('casita_uptime_seconds', 'Seconds since this process started', () => process.uptime());

  const routes: FrontRoutes = {
    '/': { GET: startPage(site) },
    '/graphql': { GET: graphqlPage },
    '/openapi.json': { GET: openApiRoute(strapi, site) },
    ...docsRoutes(),
    ...healthRoutes({
      readiness: () => readiness({ sql: database, migrations, jobsRunning: composition.jobsRunning }),
      metrics: registry,
      metricsToken: process.env['METRICS_TOKEN'] ?? '',
    }),
  };
  const gate = workGate(Number(process.env['MAX_REQUESTS_IN_WORK'] || REQUESTS_IN_WORK_MAX));
  mountDirectReads(strapi, { app, registry, gate });
  strapi.server.use(caughtUp(changes));
  strapi.server.use(requestIds);
  strapi.server.use(measure(registry, new Set(Object.keys(routes))));
  strapi.server.use(
    faults(
      () => strapi.log,
      async () => true,
    ),
  );
  strapi.server.use(shedLoad(gate));
  strapi.server.use(propertyPages(strapi, app));
  if (composition.sandbox) strapi.server.use(sandboxFront(sandboxParts(composition, composition.sandbox)));
  strapi.server.use(keepAuthorization);
  strapi.server.use(graphqlRequests(strapi, app, graphql, gate));
  strapi.server.use(frontRouter(routes, { '/graphql': ['POST', 'OPTIONS'] }));
}

const sandboxParts = ({ database, settings }: Composition, sandbox: Sandbox): SandboxFrontParts => ({
  sandbox,
  sql: database,
  mailFolder: settings.mailFolder,
  publishableKey: settings.stripe.publishableKey,
  allowRemote: settings.sandboxAllowRemote,
});
