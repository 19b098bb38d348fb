import { Flex, Typography } from '@strapi/design-system';
import { ReasonForm } from '../actions/reason-form';
import { useSend } from '../actions/use-send';
import { useMay } from '../permissions';
import type { BookingMoney } from './booking-money';
import { formatMoney } from './format-money';
import { Press } from './press';

/** What the host owes for cancelling, and the button that lets them off. */
export function WaivePenalty({ documentId, penalty }: { documentId: string } & Pick<BookingMoney, 'penalty'>) {
  const may = useMay('api::casita.waive-penalties');
  const send = useSend({ model: 'api::booking.booking', documentId });
  if (penalty === null) return null;
  return (
    <Flex direction="column" alignItems="stretch" gap={1}>
      <Flex justifyContent="space-between" gap={2}>
        <Typography textColor="neutral600">{penalty.waivedAt ? 'Penalty, waived' : "Host's penalty"}</Typography>
        <Typography>{formatMoney(penalty.amount, penalty.currency)}</Typography>
      </Flex>
      {may && penalty.waivedAt === null ? (
        <Press label="Waive penalty">
          {(close) => (
            <ReasonForm
              explanation="The host owes nothing for this cancellation. It stays cancelled."
              label="Why? For the record."
              required
              confirm="Waive"
              onClose={close}
              onConfirm={(reason) => send(`/casita/bookings/${documentId}/waive-penalty`, { reason }, 'Waived')}
            />
          )}
        </Press>
      ) : null}
    </Flex>
  );
}
