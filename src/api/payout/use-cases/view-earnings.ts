import type { z } from 'zod';
import type { Sql } from '../../../adapters/postgres/sql';
import type { earningsSchema } from '../payout-schemas';
import { hostEarnings, hostMonths } from '../queries/host-earnings';

/** Rows of months and currencies: years of both for most hosts. */
const MONTHS_MAX = 120;

/** What a host earns, by currency and by month. */
export async function viewEarnings(sql: Sql, hostId: number): Promise<z.infer<typeof earningsSchema>> {
  const currencies = (await hostEarnings(sql, hostId)).map(({ currency, ...amounts }) => {
    const of = (amount: number) => ({ amount, currency });
    const { upcoming, released, onTheWay, paid, receivable } = amounts;
    return {
      currency,
      upcoming: of(upcoming),
      released: of(released),
      onTheWay: of(onTheWay),
      paid: of(paid),
      receivable: of(receivable),
    };
  });
  const months = (await hostMonths(sql, hostId, MONTHS_MAX)).map(({ month: name, currency, released, paid }) => ({
    month: name,
    released: { amount: released, currency },
    paid: { amount: paid, currency },
  }));
  return { currencies, months };
}
