import { routesOf } from '../../../contract/rest';
import { taxProfileOperations } from '../operations';

export default routesOf(taxProfileOperations);
