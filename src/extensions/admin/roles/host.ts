import { panelActions } from './actions';
import { HOST_ROLE } from '../../../api/host/panel-names';
import type { PanelRole } from './role';

const propertyWords = ['name', 'summary', 'neighbourhood', 'neighbourhoodOverview', 'propertyType', 'roomType'];
const propertyParts = [
  'address',
  'point',
  'capacity',
  'prices',
  'discounts',
  'bookingRules',
  'houseRules',
  'amenities',
  'licence',
];
const rangeWords = [
  'property',
  'firstNight',
  'lastNight',
  'closed',
  'price',
  'minNights',
  'minNightsThrough',
  'maxNights',
  'reason',
];
const photoWords = ['property', 'file', 'caption', 'position'];
const profileWords = ['displayName', 'about', 'languages', 'location', 'photo'];

/**
 * A host sees their own homes, photos, calendar and profile, and what belongs to their bookings; nothing else.
 * Who owns a home, its state and where it came from are never theirs to write: those move by buttons and on the server.
 */
export const hostRole: PanelRole = {
  code: HOST_ROLE,
  name: 'Host',
  description:
    'Runs their own homes. Given by the marketplace to every host who opens the panel; set again at every start.',
  records: [
    {
      uid: 'api::property.property',
      read: [...propertyWords, ...propertyParts, 'state', 'stateReason', 'currency', 'timeZone', 'publishedOn'],
      create: [...propertyWords, ...propertyParts, 'currency'],
      update: [...propertyWords, ...propertyParts],
      readCondition: 'casita-own-record',
      writeCondition: 'casita-own-record',
      related: { amenities: ['name', 'code', 'group'] },
    },
    {
      uid: 'api::photo-use.photo-use',
      read: photoWords,
      create: photoWords,
      update: photoWords,
      remove: true,
      readCondition: 'casita-own-property',
      writeCondition: 'casita-own-property',
      related: { property: ['name'] },
    },
    {
      uid: 'api::calendar-range.calendar-range',
      read: [...rangeWords, 'source'],
      create: rangeWords,
      update: rangeWords,
      remove: true,
      readCondition: 'casita-own-property',
      writeCondition: 'casita-own-range',
      related: { property: ['name'] },
    },
    {
      uid: 'api::calendar-feed.calendar-feed',
      read: ['property', 'name', 'server', 'state', 'lastPolledAt', 'lastSuccessAt', 'lastError', 'events'],
      readCondition: 'casita-own-property',
      related: { property: ['name'] },
    },
    {
      uid: 'api::calendar-conflict.calendar-conflict',
      read: [
        ...['property', 'booking', 'feedName', 'state', 'firstNight', 'lastNight', 'foundAt', 'settledAt', 'endedAt'],
        'note',
      ],
      readCondition: 'casita-own-property',
      related: { property: ['name'], booking: ['reference'] },
    },
    {
      uid: 'api::host-profile.host-profile',
      read: [...profileWords, 'hostSince', 'responseTime', 'responseRatePercent', 'superhost'],
      update: profileWords,
      readCondition: 'casita-own-profile',
      writeCondition: 'casita-own-profile',
    },
    {
      uid: 'api::booking.booking',
      read: [
        ...['reference', 'property', 'state', 'checkIn', 'checkOut', 'nights', 'adults', 'children', 'infants', 'pets'],
        ...['guestName', 'message', 'hostNote', 'currency', 'total', 'hostPayout', 'instant', 'cancellationPolicy'],
        ...['checkInAt', 'checkOutAt', 'requestExpiresAt', 'confirmedAt', 'endedAt', 'cancelledBy'],
      ],
      update: ['hostNote'],
      readCondition: 'casita-own-record',
      writeCondition: 'casita-own-record',
      related: { property: ['name'] },
    },
    {
      uid: 'api::booking-event.booking-event',
      read: ['booking', 'move', 'fromState', 'toState', 'alteration', 'actorKind', 'reason', 'at'],
      readCondition: 'casita-own-booking',
      related: { booking: ['reference'] },
    },
    {
      uid: 'api::payment.payment',
      read: ['booking', 'instalment', 'state', 'amount', 'capturedAmount', 'refundedAmount', 'currency', 'capturedAt'],
      readCondition: 'casita-own-booking',
      related: { booking: ['reference'] },
    },
    {
      uid: 'api::refund.refund',
      read: ['booking', 'state', 'amount', 'currency'],
      readCondition: 'casita-own-booking',
      related: { booking: ['reference'] },
    },
    {
      uid: 'api::review.review',
      read: [
        ...['property', 'authorName', 'overall', 'cleanliness', 'accuracy', 'checkIn', 'communication', 'location'],
        ...['value', 'body', 'writtenAt', 'visibleAt', 'reply', 'repliedAt'],
      ],
      readCondition: 'casita-own-published-review',
      related: { property: ['name'] },
    },
    { uid: 'api::amenity.amenity', read: ['name', 'code', 'group'] },
  ],
  actions: [
    { action: panelActions.answerBookings },
    { action: panelActions.publishProperties },
    { action: panelActions.settleConflicts },
    { action: panelActions.seeHostAccounts },
    { action: panelActions.setUpPayouts },
    { action: panelActions.seeEarnings },
    { action: panelActions.claimDamage },
    { action: 'plugin::upload.read', condition: 'admin::is-creator' },
    { action: 'plugin::upload.assets.create' },
    { action: 'plugin::upload.assets.update', condition: 'admin::is-creator' },
    { action: 'plugin::upload.assets.download', condition: 'admin::is-creator' },
    { action: 'plugin::upload.assets.copy-link', condition: 'admin::is-creator' },
  ],
};
