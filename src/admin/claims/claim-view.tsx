import type { ReactNode } from 'react';
import { Typography } from '@strapi/design-system';
import { formatMoney } from '../money/format-money';
import { Facts } from '../pages/facts';
import { Card, Columns } from '../pages/page-frame';
import { BookingLink } from '../pages/record-link';
import { StateBadge } from '../pages/state-badge';
import { Trail } from '../pages/trail';
import { shownAmount, shownInstant, words } from '../pages/wording';
import { ClaimPhotos } from './claim-photos';
import { toneOfClaim, type Claim } from './claim';

interface ClaimViewProps {
  readonly claim: Claim;
  /** Of the claim, for its reader: its pictures are below it. */
  readonly path: string;
  readonly acts: ReactNode;
}

/** All of a claim, and what the reader may do about it. */
export function ClaimView({ claim, path, acts }: ClaimViewProps) {
  const steps = claim.events.map(({ move, by, name = null, reason = null, at }) => ({
    ...{ what: moves[move] ?? move, by, name, reason, at },
  }));
  return (
    <Columns
      main={
        <>
          <Card title="What the host says">
            <Paragraph>{claim.description}</Paragraph>
            {claim.items.length === 0 ? null : (
              <Facts
                facts={claim.items.map(({ label, amount }) => [label, formatMoney(amount, claim.amount.currency)])}
              />
            )}
          </Card>
          <Card title="What the guest says">
            {claim.answer ? (
              <Paragraph>{claim.answer}</Paragraph>
            ) : (
              <Typography textColor="neutral600">
                {claim.answeredAt === null ? 'No answer yet.' : 'Accepted, without a word.'}
              </Typography>
            )}
            {claim.offered === null ? null : <Facts facts={[['Would pay', shownAmount(claim.offered)]]} />}
          </Card>
          {claim.photos.length === 0 ? null : (
            <Card title="Pictures">
              <ClaimPhotos path={path} photos={claim.photos} />
            </Card>
          )}
          {claim.decision === null ? null : (
            <Card title="What was decided">
              <Paragraph>{claim.decision}</Paragraph>
            </Card>
          )}
        </>
      }
      side={
        <>
          <Card title="Claim">
            <Facts facts={factsOf(claim)} />
            {acts}
          </Card>
          <Card title="History">
            <Trail steps={steps} />
          </Card>
        </>
      }
    />
  );
}

const moves: Readonly<Record<string, string>> = {
  file: 'filed',
  accept: 'accepted',
  dispute: 'not agreed to',
  escalate: 'no answer came in time',
  award: 'decided',
  reject: 'rejected',
  withdraw: 'withdrawn',
  pay: 'paid',
  give_up: 'not waited for any more',
};

const Paragraph = ({ children }: { children: string }) => (
  <Typography style={{ whiteSpace: 'pre-wrap' }}>{children}</Typography>
);

const factsOf = (claim: Claim) =>
  [
    ['State', <StateBadge key="state" state={claim.state} tone={toneOfClaim(claim.state)} />],
    ['Claimed', shownAmount(claim.amount)],
    ['Owed by the guest', claim.awarded === null ? null : shownAmount(claim.awarded)],
    ['Payment', claim.payment === null ? null : words(claim.payment.state)],
    ['Booking', <BookingLink key="booking" booking={claim.booking} />],
    ['Home', claim.booking.home],
    ['Filed', shownInstant(claim.filedAt)],
    ['Guest can answer until', claim.state === 'filed' ? shownInstant(claim.answerBy) : null],
    ['Decided', claim.decidedAt === null ? null : shownInstant(claim.decidedAt)],
    ['Over since', claim.endedAt === null ? null : shownInstant(claim.endedAt)],
  ] as const;
