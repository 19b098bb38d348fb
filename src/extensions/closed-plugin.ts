import type { Core } from '@strapi/strapi';

/** The parts of a plugin's server side that our extensions change before Strapi loads it. */
export interface Plugin {
  routes: Record<string, unknown>;
  services: Record<string, unknown>;
  register(context: { strapi: Core.Strapi }): unknown;
}

interface GraphqlExtension {
  shadowCRUD(uid: string): { disable(): void; disableQueries(): void; disableMutations(): void };
}

/** Takes the plugin's routes out of the content API; its admin routes stay. */
export function closeContentApi(plugin: Plugin): void {
  plugin.routes = { ...plugin.routes, 'content-api': { type: 'content-api', routes: [] } };
}

/** Registers the plugin as if there were no GraphQL, so that its own fields are never made; `hide` hides its types' fields. */
export function withoutGraphql(plugin: Plugin, hide: (extension: GraphqlExtension) => void): void {
  const register = plugin.register.bind(plugin);
  plugin.register = async ({ strapi }) => {
    await register({ strapi: blindTo(strapi, 'graphql') });
    if (strapi.plugin('graphql')) hide(strapi.plugin('graphql').service('extension') as unknown as GraphqlExtension);
  };
}

function blindTo(strapi: Core.Strapi, pluginName: string): Core.Strapi {
  return new Proxy(strapi, {
    get(target, key) {
      if (key === 'plugin') return (name: string) => (name === pluginName ? undefined : target.plugin(name));
      return Reflect.get(target, key, target) as unknown;
    },
  });
}
