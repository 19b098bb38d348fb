import { routesOf } from '../../../contract/rest';
import { cancellationPolicyOperations } from '../operations';

export default routesOf(cancellationPolicyOperations);
