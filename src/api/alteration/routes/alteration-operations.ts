import { routesOf } from '../../../contract/rest';
import { alterationOperations } from '../operations';

export default routesOf(alterationOperations);
