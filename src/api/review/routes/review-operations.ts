import { routesOf } from '../../../contract/rest';
import { reviewOperations } from '../operations';

export default routesOf(reviewOperations);
