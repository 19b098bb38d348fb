import type { AnyOperation } from '../../contract/operation';
import { authOperations } from './operations/auth';
import { passwordOperations } from './operations/passwords';
import { personalDataOperations } from './operations/personal-data';
import { profileOperations } from './operations/profile';
import { sessionOperations } from './operations/sessions';

export const accountOperations: readonly AnyOperation[] = [
  ...authOperations,
  ...passwordOperations,
  ...sessionOperations,
  ...profileOperations,
  ...personalDataOperations,
];
