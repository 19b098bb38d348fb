import { panelActions } from './actions';
import { MODERATOR_ROLE } from '../../../api/host/panel-names';
import type { PanelRole } from './role';

/** A moderator judges reviews. No money, no address, nothing private of a guest or a host. */
export const moderatorRole: PanelRole = {
  code: MODERATOR_ROLE,
  name: 'Moderator',
  description:
    'Publishes and hides reviews and answers reports. Set again at every start; make a role of your own to change it.',
  records: [
    {
      uid: 'api::review.review',
      read: [
        ...['property', 'side', 'authorName', 'state', 'overall', 'cleanliness', 'accuracy', 'checkIn'],
        ...['communication', 'location', 'value', 'body', 'writtenAt', 'visibleAt', 'reply', 'repliedAt'],
        'moderationReason',
      ],
      readCondition: 'casita-unsealed-review',
      related: { property: ['name'] },
    },
    {
      uid: 'api::report.report',
      read: ['review', 'reasonCode', 'details', 'state', 'resolution', 'resolvedAt'],
      related: { review: ['body', 'authorName', 'state'] },
    },
    {
      uid: 'api::review-decision.review-decision',
      read: ['review', 'decision', 'reason', 'moderatorName', 'at'],
      related: { review: ['body', 'authorName', 'state'] },
    },
    {
      uid: 'api::property.property',
      read: [
        ...['name', 'summary', 'neighbourhood', 'neighbourhoodOverview', 'propertyType', 'roomType', 'state'],
        ...['capacity', 'houseRules', 'amenities'],
      ],
      related: { amenities: ['name', 'code', 'group'] },
    },
    { uid: 'api::amenity.amenity', read: ['name', 'code', 'group'] },
  ],
  actions: [{ action: panelActions.decideReviews }],
};
