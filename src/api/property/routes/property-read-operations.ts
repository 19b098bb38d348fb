import { routesOf } from '../../../contract/rest';
import { propertyReadOperations } from '../operations/read-operations';

export default routesOf(propertyReadOperations);
