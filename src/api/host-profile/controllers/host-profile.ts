import { factories } from '@strapi/strapi';

export default factories.createCoreController('api::host-profile.host-profile');
