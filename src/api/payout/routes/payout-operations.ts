import { routesOf } from '../../../contract/rest';
import { payoutOperations } from '../operations';

export default routesOf(payoutOperations);
