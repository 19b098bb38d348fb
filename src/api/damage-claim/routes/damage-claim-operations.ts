import { routesOf } from '../../../contract/rest';
import { damageClaimOperations } from '../operations';

export default routesOf(damageClaimOperations);
