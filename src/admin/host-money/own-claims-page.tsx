import { useParams } from 'react-router-dom';
import { Flex } from '@strapi/design-system';
import { ReasonForm } from '../actions/reason-form';
import { useSend } from '../actions/use-send';
import type { Claim } from '../claims/claim';
import { claimColumns } from '../claims/claim-columns';
import { ClaimView } from '../claims/claim-view';
import type { Claims } from '../claims/claims-page';
import { Press } from '../money/press';
import { Answered } from '../pages/answered';
import { PageFrame } from '../pages/page-frame';
import { RecordList, type Option } from '../pages/record-list';
import { useAnswer } from '../pages/use-answer';
import { AddPhoto } from './add-photo';
import { NewClaim } from './new-claim';

const options: readonly Option[] = [
  ['all', 'All'],
  ['open', 'Not over yet'],
  ['unpaid', 'To be paid by the guest'],
];

const columns = claimColumns('/money/own-claims');

export function OwnClaimsPage() {
  return (
    <PageFrame
      title="Damage claims"
      subtitle="What guests broke. The guest has a day to answer; the marketplace decides where you do not agree."
      action={<Press label="Claim damage">{(close) => <NewClaim close={close} />}</Press>}
    >
      <RecordList<Claims, Claim>
        label="Damage claims"
        path="/casita/own-claims"
        filter={{ name: 'show', label: 'Which claims', options }}
        read={({ claims, more }, page) => ({ rows: claims, next: more ? { page: String(page + 1) } : null })}
        columns={columns}
        keyOf={({ documentId }) => documentId}
        empty="You have claimed nothing."
      />
    </PageFrame>
  );
}

export function OwnClaimPage() {
  const { id } = useParams();
  const answer = useAnswer<Claim>(`/casita/own-claims/${id}`);
  const title = answer.state === 'here' ? `Claim ${answer.data.n} of ${answer.data.booking.reference}` : 'Claim';
  return (
    <PageFrame title={title} back={{ to: '/money/own-claims', label: 'Damage claims' }}>
      <Answered answer={answer}>
        {(claim) => (
          <ClaimView
            claim={claim}
            path={`/casita/own-claims/${claim.documentId}`}
            acts={
              <Flex direction="column" alignItems="stretch" gap={2}>
                <AddPhoto claim={claim} />
                <Withdraw claim={claim} />
              </Flex>
            }
          />
        )}
      </Answered>
    </PageFrame>
  );
}

function Withdraw({ claim }: { claim: Claim }) {
  const send = useSend({ model: 'api::booking.booking' });
  if (!['filed', 'in_review', 'awaiting_payment'].includes(claim.state)) return null;
  return (
    <Press label="Claim it no longer" danger>
      {(close) => (
        <ReasonForm
          explanation="The guest owes nothing of it any more."
          label="Why? For the record."
          required={false}
          confirm="Withdraw"
          danger
          onClose={close}
          onConfirm={(reason) =>
            send(`/casita/own-claims/${claim.documentId}/withdraw`, { reason }, 'It is not claimed any more')
          }
        />
      )}
    </Press>
  );
}
