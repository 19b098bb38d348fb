import type { Core } from '@strapi/strapi';
import { faults } from '../front/faults';
import type { Casita } from '../ports';

/** Named in config/middlewares.ts, right after strapi::errors. */
export default (_config: unknown, { strapi }: { strapi: Core.Strapi }) =>
  faults(
    () => strapi.log,
    () =>
      (strapi.get('casita') as Casita).db.query('select 1').then(
        () => true,
        () => false,
      ),
  );
