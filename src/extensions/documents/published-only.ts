import type { Core } from '@strapi/strapi';

/**
 * Outside of the admin panel generated reads know published homes only, whatever they filter by. It is said below the doors, in the
 * document service, since GraphQL's generated queries call no controller. Our own use cases have no strategy of
 * Strapi's on their requests, and jobs have no request: they are not meant.
 */
export function registerPublishedOnly(strapi: Core.Strapi): void {
  strapi.documents.use((context, next) => {
    if (context.uid === 'api::property.property' && reads.has(context.action) && isContentApi(strapi)) {
      const params = context.params as { filters?: unknown };
      params.filters = { $and: [params.filters ?? {}, { state: { $eq: 'published' } }] };
    }
    return next();
  });
}

const reads: ReadonlySet<string> = new Set(['findMany', 'findFirst', 'findOne', 'count']);

/** Whether a generated route or field asks; neither the panel, nor our own use cases, nor a job. */
export function isContentApi(strapi: Core.Strapi): boolean {
  const auth = strapi.requestContext.get()?.state['auth'] as { strategy?: { name?: string } } | undefined;
  const strategy = auth?.strategy?.name;
  return strategy !== undefined && strategy !== 'admin';
}
