import { useParams } from 'react-router-dom';
import { Answered } from '../pages/answered';
import { Facts } from '../pages/facts';
import { Card, Columns, PageFrame } from '../pages/page-frame';
import { BookingLink } from '../pages/record-link';
import { StateBadge } from '../pages/state-badge';
import { Trail } from '../pages/trail';
import { useAnswer } from '../pages/use-answer';
import { shownAmount, shownInstant, words } from '../pages/wording';
import { awaitsAnswer, toneOfDispute, type Dispute } from './dispute';
import { DisputeActs } from './dispute-acts';
import { EvidenceFiles } from './evidence-files';
import { EvidenceForm, EvidenceText } from './evidence-form';

export function DisputePage() {
  const { id } = useParams();
  const answer = useAnswer<Dispute>(`/casita/disputes/${id}`);
  const title = answer.state === 'here' ? words(answer.data.reason) : 'Dispute';
  return (
    <PageFrame title={title} back={{ to: '/money/disputes', label: 'Disputes' }}>
      <Answered answer={answer}>{(dispute) => <DisputeView dispute={dispute} />}</Answered>
    </PageFrame>
  );
}

function DisputeView({ dispute }: { dispute: Dispute }) {
  return (
    <Columns
      main={
        <>
          <Card title="Evidence">
            {awaitsAnswer(dispute) ? <EvidenceForm dispute={dispute} /> : <EvidenceText evidence={dispute.evidence} />}
          </Card>
          <Card title="Files">
            <EvidenceFiles dispute={dispute} />
          </Card>
        </>
      }
      side={
        <>
          <Card title="Dispute">
            <Facts facts={factsOf(dispute)} />
            <DisputeActs dispute={dispute} />
          </Card>
          <Card title="History">
            <Trail steps={dispute.events.map(({ step, ...event }) => ({ ...event, what: step }))} />
          </Card>
        </>
      }
    />
  );
}

const factsOf = (dispute: Dispute) =>
  [
    ['State', <StateBadge key="state" state={dispute.state} tone={toneOfDispute(dispute.state)} />],
    ['Amount', shownAmount(dispute.amount)],
    ["The provider's fee", dispute.fee.amount === 0 ? null : shownAmount(dispute.fee)],
    ['Answer by', dispute.evidenceDueBy === null ? null : shownInstant(dispute.evidenceDueBy)],
    ['Our answer', words(dispute.answer)],
    ['Borne by', `The ${dispute.bearer}, should it be lost`],
    ["Host's part of the loss", dispute.hostShare === null ? null : shownAmount(dispute.hostShare)],
    ['Booking', <BookingLink key="booking" booking={dispute.booking} />],
    ['Home', dispute.booking.home],
    ['Guest', dispute.booking.guest],
    ['Opened', shownInstant(dispute.openedAt)],
    ['The bank took the money', dispute.withdrawnAt === null ? null : shownInstant(dispute.withdrawnAt)],
    ['The money came back', dispute.reinstatedAt === null ? null : shownInstant(dispute.reinstatedAt)],
    ['Lost', dispute.lostAt === null ? null : shownInstant(dispute.lostAt)],
    ['At the provider', dispute.stripeDispute],
  ] as const;
