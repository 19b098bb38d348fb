import { routesOf } from '../../../contract/rest';
import { bookingOperations } from '../operations';

export default routesOf(bookingOperations);
