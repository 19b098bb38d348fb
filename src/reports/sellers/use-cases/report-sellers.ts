import { taxProfileRows } from '../../../api/tax-profile/queries/tax-profile-row';
import { openProfile } from '../../../api/tax-profile/use-cases/sealed-profile';
import { missingOf, rentalsMax, type TaxProfile } from '../../../domain/tax-profile';
import type { Casita, StaffActor } from '../../../ports';
import { sellerHomes, type SellerHomeRow } from '../queries/seller-homes';
import { sellerMoney, type SellerMoneyRow } from '../queries/seller-money';
import { insertReportReading, sellers, type SellerRow } from '../queries/sellers';

export interface Quarter {
  readonly quarter: 1 | 2 | 3 | 4;
  /** Paid or credited, net of fees and taxes. Minor units. */
  readonly consideration: number;
  readonly fees: number;
  readonly taxes: number;
  readonly contracts: number;
}

export interface SellerListing {
  readonly property: string;
  /** Homes of a host at one street address share a number: to the directive they are one listing. */
  readonly propertyListing: number;
  readonly name: string;
  readonly address: Readonly<Record<string, string | null>>;
  readonly landRegistration: string | null;
  readonly type: string | null;
  readonly nights: number;
  readonly money: readonly { readonly currency: string; readonly quarters: readonly Quarter[] }[];
}

/** One host, with what Annex V asks for. */
export interface Seller extends Omit<TaxProfile, 'land' | 'exclusion'> {
  readonly host: string;
  readonly financialAccount: string | null;
  /** Null: reported on. `many_rentals`: an entity whose home was let more than 2,000 times. */
  readonly exclusion: TaxProfile['exclusion'] | 'many_rentals';
  /** What has to be asked for before the report can be sent. */
  readonly missing: readonly string[];
  readonly listings: readonly SellerListing[];
}

export interface SellerPage {
  readonly year: number;
  readonly sellers: readonly Seller[];
  /** `after` of the next page; null: there is none. */
  readonly next: number | null;
}

/** Hosts looked at together: the most that is opened and held at once. */
const PAGE = 200;

/** A page of the report. Who asked is written down first: what was read cannot be unread. */
export async function reportSellers(app: Casita, actor: StaffActor, year: number, after: number): Promise<SellerPage> {
  await noteReading(app, actor, year);
  const rows = await sellers(app.db, after, PAGE);
  const next = rows.length < PAGE ? null : (rows.at(-1)?.id ?? null);
  return { year, sellers: await sellersOf(app, rows, year), next };
}

/** All of it, a page at a time. */
export async function* allSellers(app: Casita, actor: StaffActor, year: number): AsyncGenerator<Seller> {
  await noteReading(app, actor, year);
  for (let after: number | undefined = 0; after !== undefined;) {
    const rows: SellerRow[] = await sellers(app.db, after, PAGE);
    yield* await sellersOf(app, rows, year);
    after = rows.length < PAGE ? undefined : rows.at(-1)?.id;
  }
}

const noteReading = (app: Casita, { adminId, name }: StaffActor, year: number) =>
  insertReportReading(app.db, {
    ...{ report: 'sellers', period: String(year), adminId, adminName: name },
    at: app.clock.now().toString(),
  });

/** Those who were credited with something in the year. */
async function sellersOf(app: Casita, rows: readonly SellerRow[], year: number): Promise<Seller[]> {
  if (rows.length === 0) return [];
  const [first, end] = [`${year}-01-01`, `${year + 1}-01-01`];
  const money = await sellerMoney(
    app.db,
    rows.map(({ id }) => id),
    `${first}T00:00:00Z`,
    `${end}T00:00:00Z`,
  );
  const credited = new Set(money.map((row) => row.host_id));
  const homes = await sellerHomes(app.db, [...new Set(money.map((row) => row.property_id))], first, end);
  const sealed = await taxProfileRows(app.db, [...credited]);
  return rows
    .filter(({ id }) => credited.has(id))
    .map((row) => sellerOf(app, row, sealed.get(row.id)?.sealed ?? null, { money, homes }));
}

interface Found {
  readonly money: readonly SellerMoneyRow[];
  readonly homes: readonly SellerHomeRow[];
}

function sellerOf(app: Casita, row: SellerRow, sealed: string | null, { money, homes }: Found): Seller {
  const { profile, addresses } = openProfile(app, sealed);
  const own = money.filter(({ host_id }) => host_id === row.id);
  const propertyIds = new Set(own.map(({ property_id }) => property_id));
  const listings = numbered(
    homes
      .filter(({ id }) => propertyIds.has(id))
      .map((home) => listingOf(profile, home, addresses[home.documentId], own)),
  );
  const { land: _land, exclusion: said, ...known } = profile;
  const exclusion: Seller['exclusion'] =
    said ?? (profile.kind === 'entity' && isLetOften(listings) ? 'many_rentals' : null);
  const missing = [
    ...missingOf(profile),
    ...(row.stripeAccount === null ? ['financialAccount'] : []),
    ...listings.filter(({ address }) => !isWhole(address)).map(({ property }) => `address:${property}`),
  ];
  const base = { host: row.documentId, ...known, financialAccount: row.stripeAccount, exclusion, listings };
  return { ...base, missing: exclusion === null ? missing : [] };
}

type HomeListing = Omit<SellerListing, 'propertyListing'>;

function listingOf(
  profile: TaxProfile,
  home: SellerHomeRow,
  kept: Readonly<Record<string, string | null>> | undefined,
  money: readonly SellerMoneyRow[],
): HomeListing {
  const { id, host_id: _host, documentId: property, name, type, nights, ...address } = home;
  const own = money.filter(({ property_id }) => property_id === id);
  const currencies = [...new Set(own.map(({ currency }) => currency))];
  return {
    ...{ property, name, type, nights },
    address: kept ?? address,
    landRegistration: profile.land.find((one) => one.property === property)?.registration ?? null,
    money: currencies.map((currency) => ({ currency, quarters: quartersOf(own, currency) })),
  };
}

const quartersOf = (rows: readonly SellerMoneyRow[], currency: string): Quarter[] =>
  ([1, 2, 3, 4] as const).map((quarter) => {
    const found = rows.find((row) => row.currency === currency && row.quarter === quarter);
    const { consideration = 0, fees = 0, taxes = 0, contracts = 0 } = found ?? {};
    return { quarter, consideration, fees, taxes, contracts };
  });

const isWhole = ({ line1, city, country }: SellerListing['address']): boolean =>
  [line1, city, country].every((part) => typeof part === 'string' && part !== '');

/** A home without its street stands by itself. */
function streetOf({ address, property }: HomeListing): string {
  const { line1, postcode, city, country } = address;
  return line1 ? [line1, postcode, city, country].join('|').toLowerCase() : property;
}

function numbered(homes: readonly HomeListing[]): SellerListing[] {
  const streets = [...new Set(homes.map(streetOf))];
  return homes.map((home) => ({ ...home, propertyListing: streets.indexOf(streetOf(home)) + 1 }));
}

function isLetOften(listings: readonly SellerListing[]): boolean {
  const contracts = new Map<number, number>();
  for (const { propertyListing, money } of listings) {
    const more = money.flatMap(({ quarters }) => quarters).reduce((sum, quarter) => sum + quarter.contracts, 0);
    contracts.set(propertyListing, (contracts.get(propertyListing) ?? 0) + more);
  }
  return [...contracts.values()].some((count) => count > rentalsMax);
}
