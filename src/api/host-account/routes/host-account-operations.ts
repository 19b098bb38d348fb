import { routesOf } from '../../../contract/rest';
import { hostAccountOperations } from '../operations';

export default routesOf(hostAccountOperations);
