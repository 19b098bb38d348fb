import type { Core } from '@strapi/strapi';
import type { Collection } from './collection-paths';

interface ServedRoute {
  readonly method?: string;
  readonly handler?: unknown;
}

/** The collections whose generated `find` and `findOne` this installation has routes for. */
export function installedCollections(strapi: Core.Strapi): Collection[] {
  return Object.values(strapi.contentTypes).flatMap((type) => {
    const methods = (['find', 'findOne'] as const).filter((method) =>
      handlersOf(strapi, type.uid).has(`${type.uid}.${method}`),
    );
    if (methods.length === 0 || !type.uid.startsWith('api::')) return [];
    const attributes = Object.entries(type.attributes as unknown as Record<string, Attribute>).filter(([, attribute]) =>
      isPublic(attribute),
    );
    return [
      {
        plural: type.info.pluralName,
        name: pascal(type.info.singularName),
        methods,
        attributes: Object.fromEntries(attributes),
      },
    ];
  });
}

type Attribute = Collection['attributes'][string] & { readonly private?: boolean; readonly visible?: boolean };

const isPublic = (attribute: Attribute): boolean => attribute.private !== true && attribute.visible !== false;

const pascal = (kebab: string): string =>
  kebab.replace(/(^|-)(\w)/g, (_match, _dash, letter: string) => letter.toUpperCase());

function handlersOf(strapi: Core.Strapi, uid: string): ReadonlySet<string> {
  const api = strapi.apis[uid.split('::')[1]?.split('.')[0] ?? ''] as
    { routes?: Record<string, { routes?: readonly ServedRoute[] }> } | undefined;
  const routes = Object.values(api?.routes ?? {}).flatMap((router) => router.routes ?? []);
  return new Set(routes.map((route) => (typeof route.handler === 'string' ? qualified(route.handler, uid) : '')));
}

const qualified = (handler: string, uid: string): string =>
  handler.startsWith('api::') ? handler : `${uid.split('.')[0] ?? ''}.${handler}`;
