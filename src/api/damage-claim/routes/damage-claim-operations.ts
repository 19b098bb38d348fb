import { routesOf } from '../../../contract/rest';
import { damageClaimOperations } from '../operations';
import { claimPhotoOperations } from '../photo-operations';

export default routesOf([...damageClaimOperations, ...claimPhotoOperations]);
