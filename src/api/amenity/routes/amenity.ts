import { factories } from '@strapi/strapi';

/** Reading only: every write has a use case of its own. */
export default factories.createCoreRouter('api::amenity.amenity', { only: ['find', 'findOne'] });
