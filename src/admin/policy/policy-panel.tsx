import { Flex, Typography } from '@strapi/design-system';
import type { PanelComponent } from '@strapi/content-manager/strapi-admin';

/** Beside a booking: under which policy it was sold. The form would show its rules as they are stored. */
export const PolicyPanel: PanelComponent = ({ model, document }) => {
  const policy = document?.['cancellationPolicy'] as { readonly label?: unknown } | null | undefined;
  if (model !== 'api::booking.booking' || typeof policy?.label !== 'string') return null;
  return { title: 'Cancellation policy', content: <Policy label={policy.label} /> };
};

const Policy = ({ label }: { label: string }) => (
  <Flex direction="column" alignItems="flex-start" gap={1}>
    <Typography fontWeight="semiBold">{label}</Typography>
    <Typography variant="pi" textColor="neutral600">
      As it was when the guest booked.
    </Typography>
  </Flex>
);
