import { routesOf } from '../../../contract/rest';
import { hostPropertyOperations } from '../host-operations';

export default routesOf(hostPropertyOperations);
