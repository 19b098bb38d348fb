import type Stripe from 'stripe';
import type { AccountBody, AccountHidden } from '../../objects';

type Requirements = Stripe.V2.Core.Account.Requirements;
type Entry = Stripe.V2.Core.Account.Requirements.Entry;
type Deadline = 'currently_due' | 'past_due';

/** What an identity can say by itself; the two others are the holder's alone to give, on the onboarding page. */
const needed: readonly {
  readonly description: string;
  readonly of: 'individual' | 'company' | 'both';
  readonly isIn: (identity: AccountBody['identity']) => boolean;
}[] = [
  { description: 'identity.individual.given_name', of: 'individual', isIn: (it) => !!it.individual?.given_name },
  { description: 'identity.individual.surname', of: 'individual', isIn: (it) => !!it.individual?.surname },
  { description: 'identity.individual.date_of_birth', of: 'individual', isIn: (it) => !!it.individual?.date_of_birth },
  { description: 'identity.individual.address', of: 'individual', isIn: (it) => !!it.individual?.address?.line1 },
  {
    description: 'identity.business_details.registered_name',
    of: 'company',
    isIn: (it) => !!it.business_details?.registered_name,
  },
  {
    description: 'identity.business_details.address',
    of: 'company',
    isIn: (it) => !!it.business_details?.address?.line1,
  },
  { description: 'identity.attestations.terms_of_service.account', of: 'both', isIn: () => false },
  { description: 'defaults.payout_methods', of: 'both', isIn: () => false },
];

const DOCUMENT = 'identity.individual.documents.primary_verification';

/** What its holder still has to give. */
export function missingFrom(identity: AccountBody['identity'], hidden: AccountHidden): readonly string[] {
  const kind = (identity.entity_type ?? 'individual') === 'individual' ? 'individual' : 'company';
  return needed
    .filter(({ of, isIn }) => (of === 'both' || of === kind) && !isIn(identity))
    .map(({ description }) => description)
    .filter((description) => !hidden.given.includes(description));
}

export function requirementsOf(identity: AccountBody['identity'], hidden: AccountHidden): Requirements {
  const entries = entriesOf(identity, hidden);
  const first = entries[0]?.minimum_deadline.status;
  return { entries, ...(first === undefined ? {} : { summary: { minimum_deadline: { status: first } } }) };
}

function entriesOf(identity: AccountBody['identity'], hidden: AccountHidden): Entry[] {
  if (!hidden.wantsTransfers || hidden.standing === 'rejected') return [];
  if (hidden.standing === 'restricted') {
    const error = { code: 'verification_document_expired', description: 'The document has expired.' } as const;
    return [{ ...entry(DOCUMENT, 'past_due', 'routine_verification'), errors: [error] }];
  }
  return missingFrom(identity, hidden).map((description) => entry(description, 'currently_due', 'routine_onboarding'));
}

function entry(description: string, deadline: Deadline, reason: 'routine_onboarding' | 'routine_verification'): Entry {
  return {
    awaiting_action_from: 'user',
    description,
    errors: [],
    impact: {
      restricts_capabilities: [
        {
          capability: 'stripe_balance.stripe_transfers',
          configuration: 'recipient',
          deadline: { status: deadline },
        },
      ],
    },
    minimum_deadline: { status: deadline },
    requested_reasons: [{ code: reason }],
  };
}
