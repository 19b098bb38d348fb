import { routesOf } from '../../../contract/rest';
import { calendarFeedOperations } from '../operations';

export default routesOf(calendarFeedOperations);
