import type { Core } from '@strapi/strapi';
import { apiSecurity } from '../front/api-security';

/** Named in config/middlewares.ts, right after strapi::security. */
export default (_config: unknown, { strapi }: { strapi: Core.Strapi }) => apiSecurity(strapi);
