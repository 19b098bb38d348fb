import type { Route } from '../http/route';
import { balanceRoutes } from './balance';
import { balanceTransactionRoutes } from './balance-transactions';
import { chargeRoutes } from './charges/routes';
import { controlRoutes } from './controls';
import { customerRoutes } from './customers';
import { disputeRoutes } from './disputes/routes';
import { eventRoutes } from './events';
import { paymentIntentRoutes } from './payment-intents/routes';
import { paymentMethodRoutes } from './payment-methods';
import { refundRoutes } from './refunds/routes';
import { setupIntentRoutes } from './setup-intents/routes';
import { webhookEndpointRoutes } from './webhook-endpoints';

/** Everything that the sandbox serves: a resource is one more line here. */
export const routes: readonly Route[] = [
  ...balanceRoutes,
  ...balanceTransactionRoutes,
  ...chargeRoutes,
  ...controlRoutes,
  ...customerRoutes,
  ...disputeRoutes,
  ...eventRoutes,
  ...paymentIntentRoutes,
  ...paymentMethodRoutes,
  ...refundRoutes,
  ...setupIntentRoutes,
  ...webhookEndpointRoutes,
];
