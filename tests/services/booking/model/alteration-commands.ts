import fc from 'fast-check';
import {
  acceptAlteration,
  declineAlteration,
  withdrawAlteration,
} from '../../../../src/api/alteration/use-cases/answer-alteration';
import { proposeAlteration } from '../../../../src/api/alteration/use-cases/propose-alteration';
import { runCalls } from '../../../../src/outbox/run-calls';
import { nightOf } from '../../../../src/domain/night';
import type { AccountActor } from '../../../../src/ports';
import * as rules from './alterations';
import { by, codesOf, index, on } from './commands';
import type { Model } from './model';
import { nightOfDay, type Real } from './real';
import type { ModelAlteration, ModelBooking, Party, Wish } from './shapes';

const side = fc.constantFrom<Party>('guest', 'host');

const as = (real: Real, booking: ModelBooking, party: Party) => {
  const { actor, ...command } = by(real, booking, party);
  return { ...command, actor: actor as AccountActor, side: party };
};

/** Longer, shorter, moved, or with others; half of them are agreed with at once. */
export const proposeOther = fc
  .record({
    at: index,
    side,
    shift: fc.constantFrom(0, 0, 0, -1, 1, 3),
    stretch: fc.constantFrom(0, 1, 2, -1, -2),
    adults: fc.constantFrom(2, 2, 1, 3),
    agreed: fc.boolean(),
  })
  .map(({ at, side: party, shift, stretch, adults, agreed }) =>
    on(
      `propose${agreed ? ' and agree' : ''} by ${party} ${shift} later, ${stretch} longer, for ${adults}`,
      at,
      isAlterable,
      async (model, real, booking) => {
        const from = booking.from + shift;
        const wish = { from, to: Math.max(from + 1, booking.to + shift + stretch), adults };
        const proposed = await propose(model, real, booking, party, wish);
        const other = party === 'guest' ? 'host' : 'guest';
        if (proposed && agreed) await answerIt(model, real, booking, proposed, { party: other, name: 'accept' });
      },
    ),
  );

const isAlterable = ({ state, known }: ModelBooking): boolean =>
  (state === 'confirmed' || state === 'checked_in') && known === 'taken';

async function propose(model: Model, real: Real, booking: ModelBooking, party: Party, wish: Wish) {
  const request = {
    checkIn: nightOf(nightOfDay(wish.from)),
    checkOut: nightOf(nightOfDay(wish.to)),
    guests: { adults: wish.adults, children: 0, infants: 0, pets: 0 },
  };
  const codes = rules.refusesProposal(model, booking, party, wish);
  const proposed = await proposeAlteration(real.app, { ...as(real, booking, party), request });
  expect(codesOf(proposed)).toEqual(codes);
  if (!proposed.ok) return null;
  const alteration = rules.propose(model, booking, party, wish);
  expect(proposed.value.n).toBe(alteration.n);
  return alteration;
}

const acts = { accept: acceptAlteration, decline: declineAlteration, withdraw: withdrawAlteration };

/** Mostly the open one, by who may; now and then one that is over, or by the other party. */
export const answer = fc
  .record({
    at: index,
    answer: fc.constantFrom<rules.Answer>('accept', 'accept', 'accept', 'accept', 'decline', 'withdraw'),
    theirs: fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
    callsLater: fc.boolean(),
  })
  .map(({ at, answer: name, theirs, callsLater }) =>
    on(
      `${name} the proposal${theirs ? '' : ' by the wrong one'}${name === 'accept' && callsLater ? ' later' : ''}`,
      at,
      (booking) => rules.openAlteration(booking)?.state === 'proposed',
      async (model, real, booking) => {
        const alteration = rules.openAlteration(booking) ?? booking.alterations[at % booking.alterations.length];
        if (!alteration) return;
        const isProposers = (name === 'withdraw') === theirs;
        const party = (alteration.proposer === 'guest') === isProposers ? 'guest' : 'host';
        await answerIt(model, real, booking, alteration, { party, name, callsLater });
      },
    ),
  );

async function answerIt(
  model: Model,
  real: Real,
  booking: ModelBooking,
  alteration: ModelAlteration,
  { party, name, callsLater = false }: { party: Party; name: rules.Answer; callsLater?: boolean },
): Promise<void> {
  const codes = rules.refusesAnswer(model, booking, alteration, party, name);
  const answered = await acts[name](real.app, { ...as(real, booking, party), n: alteration.n });
  expect(codesOf(answered)).toEqual(codes);
  if (!answered.ok) return;
  if (name !== 'accept') alteration.state = name === 'decline' ? 'declined' : 'withdrawn';
  else rules.accept(model, booking, alteration);
  if (name !== 'accept' || callsLater) return;
  await runCalls(real.app, real.bookings[booking.no]?.id ?? 0);
  model.makeCalls(booking);
}

const isToBePaid = ({ payment }: ModelAlteration): boolean => payment?.intent === 'open';

/** In time or late, told of or not. */
export const payDifference = fc
  .record({ at: index, card: fc.constantFrom('good' as const, 'good' as const, 'declined' as const), times: fc.nat(2) })
  .map(({ at, card, times }) =>
    on(
      `pay the difference ${card} news×${times}`,
      at,
      ({ alterations }) => alterations.some(isToBePaid),
      (model, real, booking) => pay(model, real, booking, card, times),
    ),
  );

async function pay(model: Model, real: Real, booking: ModelBooking, card: 'good' | 'declined', times: number) {
  const alteration = booking.alterations.find(isToBePaid) ?? booking.alterations.findLast(({ payment }) => payment);
  if (!alteration?.payment) return;
  const { n, payment } = alteration;
  const intent = await real.intentOf(booking.no, n);
  expect(intent !== null).toBe(payment.intent !== 'none');
  if (intent === null) return;
  expect(real.provider.confirm(intent, card)).toBe(rules.confirmDifference(payment, card === 'good'));
  if (times === 0) return;
  await real.deliver(booking.no, times, n);
  rules.hearAlteration(model, booking, payment);
}
