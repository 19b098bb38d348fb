import type { DocumentActionComponent } from '@strapi/content-manager/strapi-admin';
import { useIsHost, useMay } from '../permissions';
import { ReasonForm } from './reason-form';
import { useSend } from './use-send';

/**
 * The buttons of the panel. Each asks one admin route, which asks for its permission and calls one use case; a button is
 * shown where the entry's state allows it, and the use case decides.
 */

interface Button {
  readonly model: string;
  readonly permission: string;
  /** Only hosts: the super admin holds the permission too, but no homes. */
  readonly hostOnly?: boolean;
  readonly states: readonly string[];
  readonly label: string;
  readonly danger?: boolean;
  readonly path: (id: string) => string;
  readonly body: (reason: string | null) => object;
  readonly done: string;
  readonly explanation: string;
  /** Asks for words before it sends. */
  readonly reason?: { readonly label: string; readonly required: boolean };
}

const review = {
  model: 'api::review.review',
  permission: 'api::casita.decide-reviews',
  path: (id: string) => `/casita/reviews/${id}/decision`,
};
const report = {
  model: 'api::report.report',
  permission: 'api::casita.decide-reviews',
  states: ['open'],
  path: (id: string) => `/casita/reports/${id}/decision`,
};
const booking = {
  model: 'api::booking.booking',
  permission: 'api::casita.answer-bookings',
  hostOnly: true,
  states: ['requested'],
};
const staffBooking = { model: 'api::booking.booking', permission: 'api::casita.manage-bookings' };
const property = { model: 'api::property.property', permission: 'api::casita.publish-properties', hostOnly: true };

/** A profile has no state of its own. */
const hostAccount = {
  model: 'api::host-profile.host-profile',
  permission: 'api::casita.manage-host-accounts',
  states: [''],
};

const conflict = {
  model: 'api::calendar-conflict.calendar-conflict',
  permission: 'api::casita.settle-conflicts',
  path: (id: string) => `/casita/calendar-conflicts/${id}/decision`,
};

const buttons: readonly Button[] = [
  {
    ...conflict,
    states: ['open', 'dismissed'],
    label: 'Resolve',
    body: (note) => ({ decision: 'resolve', note }),
    done: 'The conflict is resolved',
    explanation: 'You have looked after both sides: the guest of one of them stays, the other was told.',
    reason: { label: 'How? For the record.', required: false },
  },
  {
    ...conflict,
    states: ['open', 'resolved'],
    label: 'Dismiss',
    body: (note) => ({ decision: 'dismiss', note }),
    done: 'The conflict is dismissed',
    explanation: 'It is none, such as one stay in both calendars. It comes up again only when more nights clash.',
    reason: { label: 'Why? For the record.', required: false },
  },
  {
    ...review,
    states: ['pending'],
    label: 'Publish',
    body: () => ({ decision: 'publish' }),
    done: 'The review is published',
    explanation: 'Everybody will see the review, and it counts in the rating of the home.',
  },
  {
    ...review,
    states: ['hidden'],
    label: 'Restore',
    body: () => ({ decision: 'restore' }),
    done: 'The review is published again',
    explanation: 'Everybody will see the review again, and it counts in the rating of the home.',
  },
  {
    ...review,
    states: ['pending', 'published'],
    label: 'Hide',
    danger: true,
    body: (reason) => ({ decision: 'hide', reason }),
    done: 'The review is hidden',
    explanation: 'Nobody will see the review, and it no longer counts in the rating. Its words stay as they are.',
    reason: { label: 'Why? Its author is told.', required: true },
  },
  {
    ...report,
    label: 'Uphold',
    danger: true,
    body: (reason) => ({ decision: 'uphold', reason }),
    done: 'The report is upheld and the review hidden',
    explanation: 'The report is right: the review breaks the rules and is hidden.',
    reason: { label: "Why? The review's author is told.", required: true },
  },
  {
    ...report,
    label: 'Dismiss',
    body: (reason) => ({ decision: 'dismiss', reason }),
    done: 'The report is dismissed',
    explanation: 'The review keeps to the rules and stays as it is.',
    reason: { label: 'Why? For the record.', required: false },
  },
  {
    ...booking,
    label: 'Approve',
    path: (id) => `/casita/bookings/${id}/approve`,
    body: () => ({}),
    done: 'The booking is confirmed',
    explanation: "The guest's booking is confirmed and the reserved money is taken.",
  },
  {
    ...booking,
    label: 'Decline',
    danger: true,
    path: (id) => `/casita/bookings/${id}/decline`,
    body: (reason) => ({ reason }),
    done: 'The request is declined',
    explanation: 'The nights are free again and the reserved money goes back to the guest.',
    reason: { label: 'Why? Kept in the history of the booking.', required: false },
  },
  {
    ...staffBooking,
    states: ['confirmed'],
    label: 'No-show',
    danger: true,
    path: (id) => `/casita/bookings/${id}/no-show`,
    body: (reason) => ({ reason }),
    done: 'The guest did not come',
    explanation: 'The guest did not come. Nothing goes back, and the nights stay theirs.',
    reason: { label: 'Why? Kept in the history of the booking.', required: true },
  },
  {
    ...staffBooking,
    states: ['held', 'requested', 'confirmed', 'checked_in'],
    label: 'Cancel for the marketplace',
    danger: true,
    path: (id) => `/casita/bookings/${id}/cancel`,
    body: (reason) => ({ reason }),
    done: 'The booking is cancelled',
    explanation: 'Everything that was paid goes back to the guest, and the nights are free again.',
    reason: { label: 'Why? Kept in the history of the booking.', required: true },
  },
  {
    ...property,
    states: ['draft', 'unpublished'],
    label: 'Publish',
    path: (id) => `/casita/properties/${id}/publish`,
    body: () => ({}),
    done: 'Your home is on the market',
    explanation: 'Guests will find your home and can book it. Save first what you have changed.',
  },
  {
    ...property,
    states: ['published'],
    label: 'Unpublish',
    danger: true,
    path: (id) => `/casita/properties/${id}/unpublish`,
    body: () => ({}),
    done: 'Your home is off the market',
    explanation: 'Guests will no longer find your home. Bookings that there are stand.',
  },
  {
    ...hostAccount,
    label: 'Ask to set up payouts',
    path: (id) => `/casita/host-profiles/${id}/invite`,
    body: () => ({}),
    done: 'The host is asked by mail',
    explanation: 'The host gets a mail with the way to what the payment provider still asks of them.',
  },
  {
    ...hostAccount,
    label: 'Close the account',
    danger: true,
    path: (id) => `/casita/host-profiles/${id}/close-account`,
    body: (reason) => ({ reason }),
    done: 'The account is to be closed',
    explanation:
      'The account that this host is paid through is closed for good. What is still owed to them cannot be sent there.',
    reason: { label: 'Why? For the record.', required: true },
  },
];

function actionOf(button: Button): DocumentActionComponent {
  const Action: DocumentActionComponent = ({ model, document, documentId }) => {
    const mayPress = useMay(button.permission);
    const isHost = useIsHost();
    const send = useSend({ model, ...(documentId === undefined ? {} : { documentId }) });
    const state = String((document as { state?: unknown } | undefined)?.state ?? '');
    const isFor = model === button.model && documentId !== undefined && button.states.includes(state);
    if (!isFor || !mayPress || (button.hostOnly && !isHost)) return null;
    const press = (reason: string | null) => send(button.path(documentId), button.body(reason), button.done);
    const shared = {
      label: button.label,
      position: 'panel' as const,
      variant: button.danger ? ('danger-light' as const) : ('default' as const),
    };
    const { reason } = button;
    if (!reason) {
      const confirm = {
        type: 'dialog' as const,
        title: button.label,
        content: button.explanation,
        confirmLabel: button.label,
      };
      return { ...shared, onClick: stay, dialog: { ...confirm, onConfirm: async () => void (await press(null)) } };
    }
    const content = ({ onClose }: { onClose: () => void }) => (
      <ReasonForm
        explanation={button.explanation}
        {...reason}
        confirm={button.label}
        danger={button.danger ?? false}
        onClose={onClose}
        onConfirm={press}
      />
    );
    return { ...shared, onClick: stay, dialog: { type: 'modal', title: button.label, content } };
  };
  return Action;
}

/** The panel's buttons stand in the form: without this, pressing one would save it. */
function stay(event: { preventDefault(): void }): void {
  event.preventDefault();
}

export const documentActions = buttons.map(actionOf);
