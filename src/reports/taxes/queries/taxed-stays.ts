import type { Sql } from '../../../adapters/postgres/sql';
import { bookingColumns, type BookingRow } from '../../../api/booking/queries/booking-row';
import type { Night } from '../../../domain/night';
import type { Place } from '../../../marketplace-config';

export interface TaxPeriod {
  /** Nights, both inclusive. */
  readonly from: Night;
  readonly to: Night;
  /** Null: wherever. */
  readonly country: string | null;
  readonly region: string | null;
  readonly city: string | null;
  readonly currency: string | null;
}

/** A stay that was sold, with what the ledger has of its tax. */
export interface TaxedStayRow extends BookingRow, Place {
  readonly ended_at: Date | null;
  readonly cancelled_by: 'guest' | 'host' | 'staff' | 'system' | null;
  readonly property: string;
  /** Credit of tax_payable, in minor units. */
  readonly posted: number;
  /** What of the guest's money is nobody else's yet. */
  readonly unreleased: number;
}

/** Where a page ended: the next one begins after it. */
export interface StayCursor {
  readonly checkOut: Night;
  readonly id: number;
}

const soldStates = `('confirmed', 'checked_in', 'completed', 'no_show', 'cancelled')`;

/** Where the home was when the stay was sold; where it is now, of bookings from before that was kept. */
const place = (field: keyof Place) =>
  `case when b.quote ? 'taxes' then b.quote #>> '{taxes,place,${field}}' else (select a.${field} from properties_cmps x
     join components_property_address a on a.id = x.cmp_id where x.entity_id = b.property_id and x.component_type = 'property.address' limit 1) end`;

/** Stays with a night in the period, by the end of the stay: a page after `after`. */
export async function taxedStays(
  sql: Sql,
  period: TaxPeriod,
  after: StayCursor | null,
  limit: number,
): Promise<TaxedStayRow[]> {
  return sql.query<TaxedStayRow>(
    `with page as (
       select ${bookingColumns}, b.ended_at, b.cancelled_by, ${place('country')} as country, ${place('region')} as region, ${place('city')} as city
       from bookings b
       where b.state in ${soldStates} and (b.check_out, b.id) > ($3::date, $4::integer) and b.check_out > $1::date and b.check_in <= $2::date
         and b.check_out <= $2::date + 400
         and ($5::text is null or b.currency = $5)
       order by b.check_out, b.id)
     select page.*, p.document_id as property, money.posted, money.unreleased
     from page join properties p on p.id = page.property_id, lateral (
       select coalesce(-sum(e.amount) filter (where e.account = 'tax_payable'), 0)::bigint as posted,
         coalesce(-sum(e.amount) filter (where e.account = 'guest_funds:' || page.id), 0)::bigint as unreleased
       from ledger_transaction t join ledger_entry e on e.transaction_id = t.id where t.booking_id = page.id and e.currency = page.currency) money
     where ($6::text is null or page.country = $6) and ($7::text is null or page.region = $7) and ($8::text is null or page.city = $8)
     order by page.check_out, page.id limit $9`,
    [
      period.from,
      period.to,
      after?.checkOut ?? period.from,
      after?.id ?? 0,
      period.currency,
      period.country,
      period.region,
      period.city,
      limit,
    ],
  );
}
