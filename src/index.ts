import type { Core } from '@strapi/strapi';
import { applyContentTypeConstraints } from './adapters/postgres/content-type-constraints';
import { openDatabase } from './adapters/postgres/database';
import { registerColumnRelations } from './extensions/documents/column-relations';

const db = openDatabase({ connectionString: process.env['DATABASE_URL'] ?? '', poolMax: 10, lockTimeoutMs: 5_000, statementTimeoutMs: 30_000 });

export default {
  register({ strapi }: { strapi: Core.Strapi }) {
    registerColumnRelations(strapi);
  },
  async bootstrap() {
    await applyContentTypeConstraints((work) => db.transaction(work));
  },
  async destroy() {
    await db.close();
  },
};
