import type { Route } from '../http/route';
import { accountLinkRoutes } from './account-links';
import { accountRoutes } from './accounts/routes';
import { balanceRoutes } from './balance';
import { balanceSettingsRoutes } from './balance-settings';
import { balanceTransactionRoutes } from './balance-transactions';
import { chargeRoutes } from './charges/routes';
import { controlRoutes } from './controls';
import { customerRoutes } from './customers';
import { disputeRoutes } from './disputes/routes';
import { eventDestinationRoutes } from './event-destinations/routes';
import { eventRoutes } from './events';
import { fileRoutes } from './files/routes';
import { moneyControlRoutes } from './money-controls';
import { paymentIntentRoutes } from './payment-intents/routes';
import { paymentMethodRoutes } from './payment-methods';
import { payoutRoutes } from './payouts/routes';
import { refundRoutes } from './refunds/routes';
import { setupIntentRoutes } from './setup-intents/routes';
import { transferRoutes } from './transfers/routes';
import { v2EventRoutes } from './v2-events';
import { webhookEndpointRoutes } from './webhook-endpoints';

/** Everything that the sandbox serves: a resource is one more line here. */
export const routes: readonly Route[] = [
  ...accountLinkRoutes,
  ...accountRoutes,
  ...balanceRoutes,
  ...balanceSettingsRoutes,
  ...balanceTransactionRoutes,
  ...chargeRoutes,
  ...controlRoutes,
  ...customerRoutes,
  ...disputeRoutes,
  ...eventDestinationRoutes,
  ...eventRoutes,
  ...fileRoutes,
  ...moneyControlRoutes,
  ...paymentIntentRoutes,
  ...paymentMethodRoutes,
  ...payoutRoutes,
  ...refundRoutes,
  ...setupIntentRoutes,
  ...transferRoutes,
  ...v2EventRoutes,
  ...webhookEndpointRoutes,
];
