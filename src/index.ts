import type { Core } from '@strapi/strapi';
import { compose, type Composition } from './composition';
import { sandboxFront } from './sandbox/front';
import { registerColumnRelations } from './extensions/documents/column-relations';
import { mountFront } from './front';
import { registerGraphql } from './graphql';

/** Strapi's hooks: the order in which the parts come up and go down. What they are made of is in composition.ts. */
let composition: Composition | undefined;

export default {
  register({ strapi }: { strapi: Core.Strapi }) {
    composition = compose(strapi);
    strapi.add('casita', composition.app);
    if (composition.sandbox) strapi.server.use(sandboxFront(composition.sandbox));
    registerColumnRelations(strapi);
    registerGraphql(strapi);
    mountFront(strapi, composition);
  },

  async bootstrap() {
    await composition?.migrate();
    if (composition?.settings.workersInProcess) await composition.startJobs();
  },

  async destroy() {
    await composition?.stop();
  },
};
