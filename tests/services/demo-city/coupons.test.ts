import { demoCoupons, makeDemoCoupons } from '../../../src/sandbox/demo-city/coupons';
import { usableCoupons } from '../../../src/sandbox/queries/usable-coupons';
import { createTestCasita, type TestCasita } from '../support/casita';
import { makeCoupon } from '../support/coupons';
import { book, makeAccount, makeHome } from '../support/world';

let world: TestCasita;
beforeEach(async () => {
  world = await createTestCasita();
});
afterEach(() => world.close());

const shown = () => usableCoupons(world.app.db, world.clock.now().toString(), 10);

test('the demo coupons can be used, are made once, and the sandbox’s page tells of them', async () => {
  await makeDemoCoupons(world.app);
  await makeDemoCoupons(world.app);
  const home = await makeHome(world.app);
  for (const [i, { code }] of demoCoupons.entries()) {
    const wish = { checkIn: `2027-0${i + 3}-01`, checkOut: `2027-0${i + 3}-09`, coupon: code };
    const booking = await book(world.app, home, await makeAccount(world.app), wish);
    expect(booking.quote.lines.map((line) => line.code)).toContain(`coupon:${code}`);
  }
  expect(await shown()).toEqual([
    { code: 'WEEK15', label: 'A week or longer', takesOff: '15 %', limits: '7 nights or more, 1 of 25 used' },
    { code: 'WELCOME10', label: 'Welcome', takesOff: '10 %', limits: '1 for each guest' },
  ]);
});

test('the page leaves out what nobody could use now', async () => {
  const amount = { kind: 'amount', percent: null, amount: 2_500, currency: 'EUR' } as const;
  await makeCoupon(world.app.db, { code: 'SHOWN', ...amount });
  await makeCoupon(world.app.db, { code: 'OFF', active: false });
  await makeCoupon(world.app.db, { code: 'OVER', valid_until: '2026-01-01T00:00:00Z' });
  await makeCoupon(world.app.db, { code: 'LATER', valid_from: '2099-01-01T00:00:00Z' });
  await makeCoupon(world.app.db, { code: 'ONCE', max_uses: 1 });
  const wish = { checkIn: '2027-03-01', checkOut: '2027-03-03', coupon: 'ONCE' };
  await book(world.app, await makeHome(world.app), await makeAccount(world.app), wish);
  expect((await shown()).map(({ code, takesOff }) => `${code} ${takesOff}`)).toEqual([
    'SHOWN 2500 EUR (smallest unit)',
  ]);
});
