import type { Core } from '@strapi/strapi';

/** What Strapi's generated routes and GraphQL fields let anyone read. What is not here is reached through operations alone. */
export const publicReads = [
  'api::property.property.find',
  'api::property.property.findOne',
  'api::amenity.amenity.find',
  'api::amenity.amenity.findOne',
  'api::host-profile.host-profile.find',
  'api::host-profile.host-profile.findOne',
] as const;

/** Our own types; a grant on them that is not in the table is taken back at every start. Types that an operator adds are left alone. */
const ownTypes = [
  'amenity',
  'booking',
  'booking-event',
  'calendar-range',
  'coupon',
  'host-profile',
  'payment',
  'photo-use',
  'property',
  'refund',
  'report',
  'review',
  'review-decision',
] as const;

const roleTypes = ['public', 'authenticated'] as const;

/** Makes the grants of both roles what the table says. Safe to run at every start, by several instances. */
export async function ensurePublicReads(strapi: Core.Strapi): Promise<void> {
  for (const type of roleTypes) {
    const role: Role | null = await strapi.db
      .query('plugin::users-permissions.role')
      .findOne({ where: { type }, populate: ['permissions'] });
    if (!role) throw new Error(`users-permissions has no role of type ${type}`);
    await settleGrants(strapi, role);
  }
}

interface Role {
  readonly id: number;
  readonly permissions: readonly { readonly id: number; readonly action: string }[];
}

async function settleGrants(strapi: Core.Strapi, role: Role): Promise<void> {
  const grants = strapi.db.query('plugin::users-permissions.permission');
  const wanted = new Set<string>(publicReads);
  for (const { id, action } of role.permissions) {
    if (isOurs(action) && !wanted.delete(action)) await grants.delete({ where: { id } });
  }
  for (const action of wanted) await grants.create({ data: { action, role: role.id } });
}

const isOurs = (action: string): boolean => ownTypes.some((type) => action.startsWith(`api::${type}.`));
