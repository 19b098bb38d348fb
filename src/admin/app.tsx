import { Book } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';
import { documentActions } from './actions/document-actions';
import { withoutIdleSave } from './actions/without-idle-save';
import { dismissAdvertisement } from './branding/dismiss-advertisement';
import logo from './branding/logo.svg';
import { theme } from './branding/theme';
import { words } from './branding/words';
import { moneyWidget } from './home/money-widget';
import { waitingWidget } from './home/waiting-widget';
import { HistoryPanel } from './history/history-panel';
import { hideUnreadable } from './layout/hide-unreadable';
import { PolicyPanel } from './policy/policy-panel';
import { AccountPanel } from './payouts/account-panel';
import { moneyActions } from './money-menu';
import { MoneyPanel } from './money/money-panel';
import { keepStore, type PanelStore } from './panel-store';

interface Widgets {
  register(change: (widgets: { id: string }[]) => { id: string }[]): void;
}

interface ContentManager {
  addDocumentAction(change: (actions: never[]) => unknown[]): void;
  addEditViewSidePanel(change: (panels: { type?: string }[]) => unknown[]): void;
}

/** Widgets of Strapi's home page that say something here: the others count all rows, or drafts that there are none of. */
const kept = ['last-edited-entries', 'profile-info'];

export default {
  config: {
    auth: { logo },
    menu: { logo },
    head: { favicon: logo },
    locales: [],
    theme,
    translations: { en: words },
    tutorials: false,
    notifications: { releases: false },
  },
  register(app: StrapiApp) {
    app.addMenuLink({
      to: 'money',
      icon: Book,
      intlLabel: { id: 'casita.money.pages', defaultMessage: 'Money' },
      permissions: moneyActions.map((action) => ({ action, subject: null })) as never,
      Component: () => import('./money-pages'),
    });
    keepStore(() => (app as unknown as { store: PanelStore | null }).store);
    (app.widgets as unknown as Widgets).register((widgets) => [
      waitingWidget,
      moneyWidget,
      ...widgets.filter(({ id }) => kept.includes(id)),
    ]);
  },
  bootstrap(app: StrapiApp) {
    dismissAdvertisement();
    const { apis } = app.getPlugin('content-manager') as unknown as { apis: ContentManager };
    apis.addDocumentAction((actions) => [...documentActions, ...withoutIdleSave(actions)]);
    apis.addEditViewSidePanel((panels) => [
      ...panels.filter(({ type }) => type === 'actions'),
      AccountPanel,
      MoneyPanel,
      PolicyPanel,
      HistoryPanel,
    ]);
    app.registerHook('Admin/CM/pages/EditView/mutate-edit-view-layout', hideUnreadable);
  },
};
