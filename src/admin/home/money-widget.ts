import { WarningCircle } from '@strapi/icons';

/** On the home page of staff: what of the money does not come to an end by itself. */
export const moneyWidget = {
  id: 'money',
  pluginId: 'casita',
  icon: WarningCircle,
  title: { id: 'casita.money', defaultMessage: 'Money that needs attention' },
  permissions: [{ action: 'api::casita.read-money' }],
  component: async () => (await import('./money-attention')).MoneyAttention,
};
