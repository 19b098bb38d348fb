import {
  hostAccountStates,
  isLoss,
  stateAfter,
  type AccountNews,
  type HostAccountState,
} from '../../src/domain/host-account';

const news = (transfers: AccountNews['transfers'], closed = false): AccountNews => ({
  closed,
  transfers,
  requirements: [],
});

const after = (state: HostAccountState, wasReady: boolean, said: AccountNews): HostAccountState =>
  stateAfter({ state, wasReady }, said);

it.each<[HostAccountState, boolean, AccountNews['transfers'], HostAccountState]>([
  ['creating', false, 'restricted', 'onboarding'],
  ['creating', false, 'pending', 'onboarding'],
  ['creating', false, 'active', 'ready'],
  ['onboarding', false, 'pending', 'onboarding'],
  ['onboarding', false, null, 'onboarding'],
  ['onboarding', false, 'active', 'ready'],
  ['onboarding', false, 'rejected', 'restricted'],
  ['onboarding', false, 'unsupported', 'restricted'],
  ['ready', true, 'active', 'ready'],
  ['ready', true, 'restricted', 'restricted'],
  ['ready', true, 'pending', 'restricted'],
  ['ready', true, null, 'restricted'],
  ['restricted', true, 'active', 'ready'],
  ['restricted', true, 'pending', 'restricted'],
  // Refused and then taken back into consideration: it is not at its onboarding again.
  ['restricted', false, 'pending', 'restricted'],
])('%s (ready before: %s) with transfers %s is %s', (state, wasReady, transfers, to) => {
  expect(after(state, wasReady, news(transfers))).toBe(to);
});

it('is closed from every state, and stays so', () => {
  for (const state of hostAccountStates) {
    expect(after(state, true, news('active', true))).toBe('closed');
    expect(after('closed', true, news('active'))).toBe('closed');
  }
});

it('is a loss where payouts were possible and are not any more', () => {
  const losses = hostAccountStates.flatMap((from) =>
    hostAccountStates.filter((to) => isLoss(from, to)).map((to) => `${from} ${to}`),
  );
  expect(losses).toEqual(expect.arrayContaining(['ready restricted', 'ready closed']));
  expect(losses.filter((loss) => !loss.startsWith('ready '))).toEqual([]);
  expect(losses).not.toContain('ready ready');
});
