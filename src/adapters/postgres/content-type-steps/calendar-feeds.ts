import type { ConstraintStep } from './constraint-step';

/** Calendars of other platforms, and what of them clashes with bookings. */
export const calendarFeedSteps: readonly ConstraintStep[] = [
  {
    // The column is ours, not the content type's: nothing that the panel or a generated read shows leads to a feed's row.
    name: '040-calendar-feeds',
    sql: `
alter table calendar_ranges add column feed_id integer references calendar_feeds (id) on delete cascade;
alter table calendar_ranges add constraint calendar_ranges_feed check (feed_id is null or source = 'feed');
create index calendar_ranges_feed_id on calendar_ranges (feed_id) where feed_id is not null;
create unique index calendar_feeds_document on calendar_feeds (document_id);
alter table calendar_feeds add constraint calendar_feeds_complete check (property_id is not null and document_id is not null and name is not null and state is not null);
alter table calendar_export add constraint calendar_export_property foreign key (property_id) references properties (id) on delete cascade;
alter table calendar_feed_poll add constraint calendar_feed_poll_feed foreign key (feed_id) references calendar_feeds (id) on delete cascade;
alter table calendar_feed_poll add constraint calendar_feed_poll_property foreign key (property_id) references properties (id) on delete cascade;
alter table calendar_feed_event add constraint calendar_feed_event_feed foreign key (feed_id) references calendar_feeds (id) on delete cascade;`,
  },
  {
    // A conflict that has ended outlives its event, so no key leads there.
    name: '041-calendar-conflicts',
    sql: `
create unique index calendar_conflicts_document on calendar_conflicts (document_id);
alter table calendar_conflicts add constraint calendar_conflicts_order check (last_night >= first_night);
alter table calendar_conflicts add column event_id bigint;
create unique index calendar_conflicts_once on calendar_conflicts (event_id, booking_id) where state <> 'ended';`,
  },
];
