import { factories } from '@strapi/strapi';

export default factories.createCoreService('api::host-profile.host-profile');
