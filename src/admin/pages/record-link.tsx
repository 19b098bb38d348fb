import { NavLink } from 'react-router-dom';
import { Link } from '@strapi/design-system';

/** To a page of the panel. */
export function RecordLink({ to, children }: { to: string; children: string }) {
  return (
    <Link tag={NavLink} to={to}>
      {children}
    </Link>
  );
}

/** To a booking, with all that is known of it. */
export function BookingLink({ booking }: { booking: { readonly documentId: string; readonly reference: string } }) {
  return (
    <RecordLink to={`/content-manager/collection-types/api::booking.booking/${booking.documentId}`}>
      {booking.reference}
    </RecordLink>
  );
}

/** To a host's profile. */
export function HostLink({ host }: { host: { readonly documentId: string; readonly name: string } }) {
  return (
    <RecordLink to={`/content-manager/collection-types/api::host-profile.host-profile/${host.documentId}`}>
      {host.name}
    </RecordLink>
  );
}
