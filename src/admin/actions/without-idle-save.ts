import type { DocumentActionComponent } from '@strapi/content-manager/strapi-admin';

/** Types that no form writes: a greyed Save would only ask why. */
const readOnlyTypes = [
  'api::booking-event.booking-event',
  'api::payment.payment',
  'api::refund.refund',
  'api::review.review',
  'api::review-decision.review-decision',
  'api::report.report',
];

export function withoutIdleSave(actions: readonly DocumentActionComponent[]): DocumentActionComponent[] {
  return actions.map((action) => (action.type === 'update' ? unlessReadOnly(action) : action));
}

function unlessReadOnly(action: DocumentActionComponent): DocumentActionComponent {
  const Save: DocumentActionComponent = (props) => {
    const described = action(props);
    return readOnlyTypes.includes(props.model) ? null : described;
  };
  return Object.assign(Save, { type: action.type, position: action.position });
}
