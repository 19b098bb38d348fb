import type { Core } from '@strapi/strapi';
import type { Casita } from '../../ports';
import { closeContentApi, withoutGraphql, type Plugin } from '../closed-plugin';

/**
 * The plugin keeps the accounts' table, roles and sessions. Its public routes and its GraphQL fields are closed: what an
 * account can do is written once, as operations (src/api/account), and a second door would go by their rules.
 */
export default function extendUsersPermissions(plugin: Plugin): Plugin {
  closeContentApi(plugin);
  withoutGraphql(plugin, (extension) => {
    for (const name of ['user', 'role', 'permission'])
      extension.shadowCRUD(`plugin::users-permissions.${name}`).disable();
  });
  plugin.services['jwt'] = withLiveSessions(plugin.services['jwt'] as JwtFactory);
  return plugin;
}

interface JwtService {
  verify(token: string): Promise<{ id: number; sessionId: string | null }>;
}
type JwtFactory = (context: { strapi: Core.Strapi }) => JwtService;

/** Generated collections know an account by the same rule as operations: a token is good while its session and account are. */
function withLiveSessions(factory: JwtFactory): JwtFactory {
  return (context) => ({
    ...factory(context),
    async verify(token) {
      const actor = await (context.strapi.get('casita') as Casita).accounts.identify(token);
      if (!actor) throw new Error('Invalid token.');
      return { id: actor.userId, sessionId: actor.sessionId };
    },
  });
}
