import type { Core } from '@strapi/strapi';
import { txOn } from './adapters/postgres/tx-on';
import { assertListingPolicies } from './api/property/use-cases/assert-policies';
import { compose, type Composition } from './composition';
import { bootstrapAdminPanel, registerAdminPanel } from './extensions/admin';
import { closePluginRoutes } from './extensions/close-plugin-routes';
import { registerColumnRelations } from './extensions/documents/column-relations';
import { registerKeptCounts } from './extensions/documents/kept-counts';
import { registerPublishedOnly } from './extensions/documents/published-only';
import { registerReadLimits, registerTimeOfReads } from './extensions/documents/read-limits';
import { registerReadValues } from './extensions/documents/read-values';
import { registerSessionEnd } from './extensions/users-permissions/session-end';
import { ensurePublicReads } from './extensions/users-permissions/public-reads';
import { mountFront } from './front';
import { registerGraphql } from './graphql';
import { registerSearchRefresh } from './search/refresh-on-document-write';

/** Strapi's hooks: the order in which the parts come up and go down. What they are made of is in composition.ts. */
let composition: Composition | undefined;

export default {
  async register({ strapi }: { strapi: Core.Strapi }) {
    composition = compose(strapi);
    strapi.add('casita', composition.app);
    await registerAdminPanel(strapi);
    registerColumnRelations(strapi);
    closePluginRoutes(strapi);
    registerSearchRefresh(strapi, txOn);
    registerReadValues(strapi);
    registerReadLimits(strapi);
    registerKeptCounts(strapi, composition.app.keptCounts);
    registerTimeOfReads(strapi, composition.settings.listTimeoutMs);
    registerPublishedOnly(strapi);
    registerSessionEnd(strapi);
    mountFront(strapi, composition, registerGraphql(strapi));
  },

  async bootstrap({ strapi }: { strapi: Core.Strapi }) {
    await composition?.migrate();
    if (composition) await assertListingPolicies(composition.app);
    await ensurePublicReads(strapi);
    await bootstrapAdminPanel(strapi);
    if (composition?.settings.workersInProcess) await composition.startJobs();
  },

  async destroy() {
    await composition?.stop();
  },
};
