import { useEffect, useState } from 'react';
import { NavLink } from 'react-router-dom';
import { Flex, Link, Typography } from '@strapi/design-system';
import { useAuth, useFetchClient } from '@strapi/strapi/admin';

interface Queue {
  readonly uid: string;
  readonly filter: string;
  readonly one: string;
  readonly many: string;
}

const queues: readonly Queue[] = [
  {
    uid: 'api::booking.booking',
    filter: 'filters[$and][0][state][$eq]=requested',
    one: 'request to answer',
    many: 'requests to answer',
  },
  {
    uid: 'api::review.review',
    filter: 'filters[$and][0][state][$eq]=pending',
    one: 'review to decide on',
    many: 'reviews to decide on',
  },
  {
    uid: 'api::report.report',
    filter: 'filters[$and][0][state][$eq]=open',
    one: 'report to decide on',
    many: 'reports to decide on',
  },
  {
    uid: 'api::calendar-conflict.calendar-conflict',
    filter: 'filters[$and][0][state][$eq]=open',
    one: 'conflict of calendars to look at',
    many: 'conflicts of calendars to look at',
  },
];

/** Counted by the list of each type, so nobody is told of more than they could open. */
export function Waiting() {
  const permissions = useAuth('Waiting', (state) => state.permissions) as readonly Permission[];
  const open = queues.filter((queue) => permissions.some((permission) => reads(permission, queue)));
  return (
    <Flex direction="column" alignItems="stretch" gap={3} width="100%">
      {open.map((queue) => (
        <QueueLine key={queue.uid} {...queue} />
      ))}
      {open.length === 0 ? <Typography textColor="neutral600">Nothing waits for you.</Typography> : null}
    </Flex>
  );
}

interface Permission {
  readonly action: string;
  readonly subject?: string | null;
  readonly properties?: { readonly fields?: readonly string[] | null };
}

const reads = ({ action, subject, properties }: Permission, { uid }: Queue): boolean =>
  action === 'plugin::content-manager.explorer.read' &&
  subject === uid &&
  (properties?.fields?.includes('state') ?? false);

function QueueLine({ uid, filter, one, many }: Queue) {
  const total = useCount(uid, filter);
  return (
    <Flex gap={3} alignItems="baseline">
      <Typography variant="alpha" textColor={total ? 'primary600' : 'neutral500'}>
        {total ?? '…'}
      </Typography>
      <Link tag={NavLink} to={`/content-manager/collection-types/${uid}?page=1&${filter}`}>
        {total === 1 ? one : many}
      </Link>
    </Flex>
  );
}

function useCount(uid: string, filter: string): number | null {
  const { get } = useFetchClient();
  const [total, setTotal] = useState<number | null>(null);
  useEffect(() => {
    let isGone = false;
    get<{ pagination: { total: number } }>(`/content-manager/collection-types/${uid}?page=1&pageSize=1&${filter}`)
      .then(({ data }) => (isGone ? undefined : setTotal(data.pagination.total)))
      .catch(() => undefined);
    return () => {
      isGone = true;
    };
  }, [get, uid, filter]);
  return total;
}
