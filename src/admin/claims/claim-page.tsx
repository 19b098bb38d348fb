import { useParams } from 'react-router-dom';
import { Answered } from '../pages/answered';
import { PageFrame } from '../pages/page-frame';
import { useAnswer } from '../pages/use-answer';
import type { Claim } from './claim';
import { ClaimActs } from './claim-acts';
import { ClaimView } from './claim-view';

export function ClaimPage() {
  const { id } = useParams();
  const answer = useAnswer<Claim>(`/casita/claims/${id}`);
  const title = answer.state === 'here' ? `Claim ${answer.data.n} of ${answer.data.booking.reference}` : 'Claim';
  return (
    <PageFrame title={title} back={{ to: '/money/claims', label: 'Damage claims' }}>
      <Answered answer={answer}>
        {(claim) => (
          <ClaimView claim={claim} path={`/casita/claims/${claim.documentId}`} acts={<ClaimActs claim={claim} />} />
        )}
      </Answered>
    </PageFrame>
  );
}
