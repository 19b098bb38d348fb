import type { Cell, CsvColumn } from '../csv';
import type { Quarter, Seller, SellerListing } from './use-cases/report-sellers';

interface SellerLine {
  readonly seller: Seller;
  readonly listing: SellerListing;
  readonly currency: string;
  readonly quarters: readonly Quarter[];
}

/** One line a host, home and currency. */
export async function* sellerLines(sellers: AsyncIterable<Seller>): AsyncGenerator<SellerLine> {
  for await (const seller of sellers)
    for (const listing of seller.listings)
      for (const { currency, quarters } of listing.money) yield { seller, listing, currency, quarters };
}

const column = (name: string, of: (line: SellerLine) => Cell): CsvColumn<SellerLine> => ({ name, of });
const ofSeller = (name: keyof Seller): CsvColumn<SellerLine> =>
  column(name, ({ seller }) => {
    const cell = seller[name];
    return typeof cell === 'string' ? cell : null;
  });

const addressParts = ['line1', 'line2', 'postcode', 'city', 'region', 'country'] as const;
const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

const quarterColumns = ([1, 2, 3, 4] as const).flatMap((n) => {
  const of = (line: SellerLine) => line.quarters.find(({ quarter }) => quarter === n);
  const amount = (name: 'consideration' | 'fees' | 'taxes') =>
    column(`q${n}${capital(name)}`, (line) => ({ amount: of(line)?.[name] ?? 0, currency: line.currency }));
  const contracts = column(`q${n}Contracts`, (line) => of(line)?.contracts ?? 0);
  return [amount('consideration'), amount('fees'), amount('taxes'), contracts];
});

export const sellerColumns: readonly CsvColumn<SellerLine>[] = [
  ofSeller('host'),
  ofSeller('kind'),
  ofSeller('name'),
  ...addressParts.map((part) =>
    column(`address${capital(part)}`, ({ seller }) => (seller.address && seller.address[part]) ?? null),
  ),
  column('residences', ({ seller }) => seller.residences.join(' ')),
  column('tins', ({ seller }) => seller.tins.map(({ country, number }) => `${country} ${number}`).join('; ')),
  column('placeOfBirth', ({ seller: { placeOfBirth: at } }) => at && `${at.city}, ${at.country}`),
  ofSeller('dateOfBirth'),
  ofSeller('registrationNumber'),
  column('permanentEstablishments', ({ seller }) => seller.permanentEstablishments.join(' ')),
  ofSeller('vatId'),
  ofSeller('financialAccount'),
  ofSeller('accountHolder'),
  ofSeller('exclusion'),
  column('missing', ({ seller }) => seller.missing.join(' ')),
  column('listing', ({ listing }) => listing.property),
  ...addressParts.map((part) => column(`listing${capital(part)}`, ({ listing }) => listing.address[part] ?? null)),
  column('propertyListing', ({ listing }) => listing.propertyListing),
  column('landRegistration', ({ listing }) => listing.landRegistration),
  column('type', ({ listing }) => listing.type),
  column('nights', ({ listing }) => listing.nights),
  column('currency', ({ currency }) => currency),
  ...quarterColumns,
];
