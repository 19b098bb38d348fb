import { routesOf } from '../../../contract/rest';
import { accountOperations } from '../operations';

export default routesOf(accountOperations);
