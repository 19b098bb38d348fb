import { routesOf } from '../../../contract/rest';
import { hostOperations } from '../operations';

export default routesOf(hostOperations);
