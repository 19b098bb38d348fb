import { Clock } from '@strapi/icons';

/** First on the home page: what the signed-in user is asked to decide. */
export const waitingWidget = {
  id: 'waiting',
  pluginId: 'casita',
  icon: Clock,
  title: { id: 'casita.waiting', defaultMessage: 'Waiting for you' },
  component: async () => (await import('./waiting')).Waiting,
};
