import { bankPayoutStates, isBankPayoutState, isOldBankPayout } from '../../src/domain/bank-payout';

test.each([
  ['pending', []],
  ['in_transit', ['pending']],
  ['paid', ['pending', 'in_transit']],
  ['failed', ['pending', 'in_transit', 'paid']],
  ['canceled', ['pending', 'in_transit', 'paid']],
] as const)('what is %s is never again %j', (from, old) => {
  expect(bankPayoutStates.filter((to) => isOldBankPayout(from, to))).toEqual(old);
});

test('what a bank says besides is nothing that we know', () => {
  expect([isBankPayoutState('paid'), isBankPayoutState('lost')]).toEqual([true, false]);
});
