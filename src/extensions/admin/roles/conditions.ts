import type { Core } from '@strapi/strapi';

/**
 * Conditions on permissions: filters that Strapi adds to each query and checks each entry against. Strapi drops an
 * id that it does not know and the permission becomes unconditional, so ensure-roles.ts asks for every id first.
 */

interface AdminUser {
  readonly id: number;
}

interface Condition {
  readonly name: string;
  readonly displayName: string;
  readonly filter: (user: AdminUser) => Record<string, unknown>;
}

const conditions: readonly Condition[] = [
  {
    name: 'casita-own-profile',
    displayName: 'Is their own host profile',
    filter: (user) => ({ 'adminUser.id': user.id }),
  },
  {
    name: 'casita-own-record',
    displayName: 'Belongs to their host profile',
    filter: (user) => ({ 'host.adminUser.id': user.id }),
  },
  {
    name: 'casita-own-property',
    displayName: 'Belongs to one of their properties',
    filter: (user) => ({ 'property.host.adminUser.id': user.id }),
  },
  {
    name: 'casita-own-range',
    displayName: 'Is a range of their calendar that no feed wrote',
    filter: (user) => ({ 'property.host.adminUser.id': user.id, source: { $in: ['host', 'import'] } }),
  },
  {
    name: 'casita-own-booking',
    displayName: 'Belongs to a booking of their property',
    filter: (user) => ({ 'booking.host.adminUser.id': user.id }),
  },
  {
    name: 'casita-own-published-review',
    displayName: "Is a guest's published review of their property",
    filter: (user) => ({ 'property.host.adminUser.id': user.id, side: 'guest', state: 'published' }),
  },
  {
    name: 'casita-unsealed-review',
    displayName: 'Is no longer sealed',
    filter: () => ({ state: { $in: ['pending', 'published', 'hidden'] } }),
  },
];

export const conditionId = (name: string): string => `api::${name}`;

/** Before start-up is over: Strapi takes no conditions afterwards. */
export async function registerConditions(strapi: Core.Strapi): Promise<void> {
  const { conditionProvider } = strapi.service('admin::permission') as unknown as {
    conditionProvider: { registerMany(list: readonly object[]): Promise<unknown> };
  };
  await conditionProvider.registerMany(
    conditions.map(({ name, displayName, filter }) => ({ name, displayName, category: 'Casita', handler: filter })),
  );
}
