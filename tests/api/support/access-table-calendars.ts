import { missingId } from './access-world';
import type { Ask, Parts, Row } from './access-table';

const ofHome = ({ world, which, side }: Ask) => ({ id: which === 'missing' ? missingId : world.homes[side] });
const home = (ask: Ask): Parts => ({ params: ofHome(ask) });
/** A missing feed is one of the caller's own home: only the feed is not there. */
const feed = async (ask: Ask): Promise<Parts> => ({
  params: {
    id: ask.world.homes[ask.side],
    feedId: ask.which === 'missing' ? missingId : await ask.world.freshFeed(ask.side),
  },
});

const onOwn = (own: number, send: Row['send'] = home): Row => ({
  access: 'host',
  guest: { another: 403, missing: 403 },
  host: { own, another: 404, missing: 404 },
  send,
});

let feeds = 0;

export const calendarRows = {
  calendarExport: onOwn(200),
  renewCalendarExport: onOwn(201),
  calendarFeeds: onOwn(200),
  // An address of the documentation of others: nobody is asked for anything before the home is known to be the caller's own.
  addCalendarFeed: onOwn(201, (ask) => ({
    ...home(ask),
    body: { name: 'Other', url: `https://192.0.43.8/${(feeds += 1)}.ics` },
  })),
  changeCalendarFeed: onOwn(200, async (ask) => ({ ...(await feed(ask)), body: { name: 'Renamed' } })),
  removeCalendarFeed: onOwn(200, feed),
  refreshCalendarFeed: onOwn(409, feed),
  calendarConflicts: { access: 'host', guest: 403, host: 200 },
  decideCalendarConflict: onOwn(200, async (ask) => ({
    params: { id: ask.which === 'missing' ? missingId : await ask.world.freshConflict(ask.side) },
    body: { decision: 'dismiss' },
  })),
} satisfies Record<string, Row>;
