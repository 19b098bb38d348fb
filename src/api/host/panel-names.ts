/** Codes that the panel's users, roles and sessions are known by in the database. */

export const HOST_ROLE = 'casita-host';
export const MODERATOR_ROLE = 'casita-moderator';
export const SUPER_ADMIN_ROLE = 'strapi-super-admin';

/** Before the id of the sign-in that a panel session was opened from, as its device: with that sign-in it ends. */
export const ACCOUNT_DEVICE = 'casita:';
