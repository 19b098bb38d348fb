import type { Sql } from '../../../../src/adapters/postgres/sql';
import { addDays, type Night } from '../../../../src/domain/night';
import type { PropertyTerms } from '../../../../src/domain/property-terms';
import { rankingScore } from '../../../../src/domain/ranking';
import { shownMean } from '../../../../src/domain/rating-mean';
import { loadNights, loadTerms, type KnownNights } from '../../../../src/search/load-terms';

/** A home as the plainest reader of the tables would describe it. */
export interface Truth {
  readonly id: number;
  readonly documentId: string;
  readonly terms: PropertyTerms;
  readonly nights: KnownNights;
  readonly latitude: number;
  readonly longitude: number;
  readonly words: string;
  readonly amenities: readonly string[];
  readonly languages: readonly string[];
  readonly type: string;
  readonly roomType: string;
  readonly bedrooms: number | null;
  readonly beds: number | null;
  readonly bathrooms: number | null;
  readonly mean: number | null;
  readonly ranking: number;
  readonly publishedOn: Date;
  readonly completedBookings: number;
  readonly place: { country: string | null; region: string | null; city: string | null };
}

/** Nights are known from a month before `today` until beyond all that questions ask for. */
export async function readTruths(sql: Sql, today: Night): Promise<Truth[]> {
  const truths: Truth[] = [];
  for (const { id } of await sql.query<{ id: number }>('select id from properties order by id')) {
    const terms = await loadTerms(sql, id);
    if (terms?.state === 'published') truths.push(...(await readTruth(sql, id, terms, today)));
  }
  return truths;
}

interface PlainRow {
  readonly words: string;
  readonly amenities: string[];
  readonly scores: number[];
  readonly imported: { count?: unknown; overall?: unknown } | null;
  readonly [column: string]: unknown;
}

/** The approximate point is taken as stored: read-model.test.ts is about it. */
async function readTruth(sql: Sql, id: number, terms: PropertyTerms, today: Night): Promise<Truth[]> {
  const [row] = await sql.query<PlainRow>(
    `select p.document_id, concat_ws(' ', p.name, p.neighbourhood, a.city, a.region) as words, p.property_type, p.room_type, p.published_on, a.city, a.region, a.country,
       c.bedrooms, c.beds, c.bathrooms::float8, c.max_guests, p.summary, s.local_price,
       (select h.response_rate_percent from host_profiles h where h.id = p.host_id) as response_rate,
       (select count(*) from photo_uses u join files_related_mph l on l.related_id = u.id and l.related_type = 'api::photo-use.photo-use' where u.property_id = p.id) as pictures, p.imported_ratings as imported, s.approximate_latitude, s.approximate_longitude,
       (select count(*) from bookings b where b.property_id = p.id
         and b.state in ('held', 'requested', 'confirmed', 'checked_in', 'completed', 'no_show')) as bookings,
       array(select m.code from amenities m join properties_amenities_lnk l on l.amenity_id = m.id where l.property_id = p.id) as amenities,
       (select h.languages from host_profiles h where h.id = p.host_id) as languages,
       array(select r.overall from reviews r where r.property_id = p.id and r.state = 'published' and r.side = 'guest' and r.overall is not null) as scores
     from properties p join search_property s on s.property_id = p.id
     left join properties_cmps xa on xa.entity_id = p.id and xa.field = 'address' left join components_property_address a on a.id = xa.cmp_id
     left join properties_cmps xc on xc.entity_id = p.id and xc.field = 'capacity' left join components_property_capacity c on c.id = xc.cmp_id
     where p.id = $1 and s.approximate_latitude is not null`,
    [id],
  );
  if (!row) return [];
  const { count, overall } = row.imported ?? {};
  const counts = typeof count === 'number' && typeof overall === 'number' && count >= 1 && overall >= 1 && overall <= 5;
  const sum = row.scores.reduce((a, b) => a + b, 0) + (counts ? count * overall : 0);
  const n = row.scores.length + (counts ? count : 0);
  return [
    {
      id, terms, nights: await loadNights(sql, terms, addDays(today, -30), addDays(today, 530)), documentId: String(row['document_id']), latitude: Number(row['approximate_latitude']), longitude: Number(row['approximate_longitude']),
      words: fold(row.words), amenities: row.amenities, languages: languagesOf(row['languages']), type: String(row['property_type']), roomType: String(row['room_type']),
      bedrooms: row['bedrooms'] as number | null, beds: row['beds'] as number | null, bathrooms: row['bathrooms'] as number | null,
      mean: shownMean(sum, n), ranking: rankingOf(row, terms, sum, n), publishedOn: row['published_on'] as Date,
      completedBookings: Number(row['bookings']),
      place: { country: row['country'] as string | null, region: row['region'] as string | null, city: row['city'] as string | null },
    },
  ]; // prettier-ignore
}

/** What a city costs is taken as it was when the row was written: price-levels.test.ts is about it. */
function rankingOf(row: PlainRow, { prices, capacity }: PropertyTerms, scoreSum: number, scoreCount: number): number {
  const listing = {
    ...{ scoreSum, scoreCount },
    summaryLength: [...String(row['summary'] ?? '').replace(/^ +| +$/g, '')].length,
    amenities: row.amenities.length,
    roomsKnown: row['bedrooms'] !== null && row['beds'] !== null && row['bathrooms'] !== null,
    responseRatePercent: row['response_rate'] as number | null,
    pricePerGuest: prices.base / capacity.maxGuests,
    localPricePerGuest: row['local_price'] as number | null,
  };
  return rankingScore(listing, Number(row['pictures']));
}

const languagesOf = (stored: unknown) =>
  Array.isArray(stored) ? stored.map((code) => String(code).toLowerCase()) : [];

const plainLetters: Readonly<Record<string, string>> = {
  ...{ ø: 'o', ł: 'l', đ: 'd', ð: 'd', ı: 'i', ħ: 'h', ŧ: 't' },
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th' },
};

export const fold = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'\u2019\u2018\u02bc]/g, '')
    .toLowerCase()
    .replace(/[øłđðıħŧßæœþ]/g, (letter) => plainLetters[letter] ?? letter);
