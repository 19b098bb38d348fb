/** Where a host's account with the payment provider is: what can be paid out to it. */
export const hostAccountStates = ['creating', 'onboarding', 'ready', 'restricted', 'closed'] as const;
export type HostAccountState = (typeof hostAccountStates)[number];

/** What the provider says of an account. */
export interface AccountNews {
  readonly closed: boolean;
  /** Whether it may be given money; null where that was never asked for. */
  readonly transfers: 'active' | 'pending' | 'rejected' | 'restricted' | 'unsupported' | null;
  readonly requirements: readonly AccountRequirement[];
}

/** Something that the holder still has to give. */
export interface AccountRequirement {
  /** The provider's name of it, such as `identity.individual.date_of_birth`. */
  readonly field: string;
  readonly deadline: string;
  /** What was wrong with what they gave. */
  readonly errors: readonly string[];
}

/** Where an account can go from where it is. A closed one stays closed: its host may begin another. */
const moves: Readonly<Record<HostAccountState, readonly HostAccountState[]>> = {
  creating: ['onboarding', 'ready', 'restricted', 'closed'],
  onboarding: ['ready', 'restricted', 'closed'],
  ready: ['restricted', 'closed'],
  restricted: ['ready', 'closed'],
  closed: [],
};

/**
 * The state of an account after news of it. It is ready while it may be given money; before it first was, the holder is at their
 * onboarding; after, or once refused for good, it is restricted.
 */
export function stateAfter(
  before: { readonly state: HostAccountState; readonly wasReady: boolean },
  news: AccountNews,
): HostAccountState {
  const said = stateSaid(before.wasReady, news);
  return moves[before.state].includes(said) ? said : before.state;
}

function stateSaid(wasReady: boolean, { closed, transfers }: AccountNews): HostAccountState {
  if (closed) return 'closed';
  if (transfers === 'active') return 'ready';
  if (transfers === 'rejected' || transfers === 'unsupported') return 'restricted';
  return wasReady ? 'restricted' : 'onboarding';
}

/** Whether the host could be paid and no longer can: they are told of it. */
export const isLoss = (from: HostAccountState, to: HostAccountState): boolean => from === 'ready' && to !== 'ready';

/** After how many hours an account is asked after again, whatever events say or do not say. */
export const hoursToNextLook: Readonly<Record<HostAccountState, number>> = {
  creating: 1,
  onboarding: 1,
  restricted: 6,
  ready: 24,
  closed: 24,
};

/**
 * Whether a host may begin another account: theirs was closed by the provider, or by themselves on its pages. What staff closed, or an
 * erasure, is closed for good.
 */
export const mayBeginAnew = (account: {
  readonly state: HostAccountState;
  readonly closing_since: Date | null;
}): boolean => account.state === 'closed' && account.closing_since === null;
