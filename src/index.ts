import type { Core } from '@strapi/strapi';
import { registerColumnRelations } from './extensions/documents/column-relations';

export default {
  register({ strapi }: { strapi: Core.Strapi }) {
    registerColumnRelations(strapi);
  },
  async bootstrap() {},
  destroy() {},
};
