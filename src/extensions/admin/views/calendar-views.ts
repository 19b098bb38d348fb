import { readOnly, type View } from './view';

const home = { label: 'Home', shows: 'name' };

export const calendarViews: readonly View[] = [
  {
    uid: 'api::calendar-feed.calendar-feed',
    kind: 'content type',
    mainField: 'name',
    sort: ['lastSuccessAt', 'ASC'],
    list: ['property', 'name', 'state', 'lastSuccessAt', 'lastError'],
    form: [
      ['property:12'],
      ['name:6', 'server:6'],
      ['state:6', 'events:6'],
      ['lastPolledAt:6', 'lastSuccessAt:6'],
      ['lastError:12'],
    ],
    fields: {
      property: home,
      name: { label: 'Name', help: 'What the host calls this calendar.' },
      server: { label: 'Server', help: 'The whole address is a secret of the other platform and is shown to nobody.' },
      state: {
        label: 'State',
        help: 'Waiting: not read yet. Unsure: its last answer frees nothing until it is given again. Failing: cannot be read. Stale: for so long that nobody should rely on it.',
      },
      events: { label: 'Events to come', help: readOnly },
      lastPolledAt: { label: 'Last asked' },
      lastSuccessAt: { label: 'Last read', help: 'The nights are as the calendar said then.' },
      lastError: { label: 'What is wrong' },
    },
  },
  {
    uid: 'api::calendar-conflict.calendar-conflict',
    kind: 'content type',
    mainField: 'feedName',
    sort: ['firstNight', 'ASC'],
    list: ['property', 'booking', 'feedName', 'firstNight', 'lastNight', 'state'],
    form: [
      ['property:6', 'booking:6'],
      ['feedName:6', 'state:6'],
      ['firstNight', 'lastNight'],
      ['foundAt:4', 'settledAt:4', 'endedAt:4'],
      ['note:12'],
      ['feed:12'],
    ],
    fields: {
      property: home,
      booking: { label: 'Booking', shows: 'reference' },
      feed: { label: 'Calendar feed', shows: 'name' },
      feedName: { label: 'Calendar' },
      state: {
        label: 'State',
        help: 'Changes by Resolve and Dismiss; ends by itself when the booking or the event has gone.',
      },
      firstNight: { label: 'First night', help: 'The first that the booking and the calendar both want.' },
      lastNight: { label: 'Last night', help: 'The last that both want: this night too.' },
      foundAt: { label: 'Found' },
      settledAt: { label: 'Settled' },
      endedAt: { label: 'Ended' },
      note: { label: 'Note' },
    },
  },
];
