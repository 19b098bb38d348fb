import { routesOf } from '../../../contract/rest';
import { searchOperations } from '../../../search/operations';

export default routesOf(searchOperations);
