import type { Core } from '@strapi/strapi';

/**
 * Takes every plugin's routes out of the public API: mails to anyone, the content types' inner structure, uploads. What the
 * public may do is written as operations. Their admin routes stay. Must run in `register`, before Strapi makes its router.
 */
export function closePluginRoutes(strapi: Core.Strapi): void {
  for (const plugin of Object.values(strapi.plugins) as { routes: unknown }[]) {
    if (typeof plugin.routes !== 'object' || plugin.routes === null || Array.isArray(plugin.routes)) continue;
    plugin.routes = { ...plugin.routes, 'content-api': { type: 'content-api', routes: [] } };
  }
}
