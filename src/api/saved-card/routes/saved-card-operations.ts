import { routesOf } from '../../../contract/rest';
import { savedCardOperations } from '../operations';

export default routesOf(savedCardOperations);
