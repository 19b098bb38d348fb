import { useState } from 'react';
import { Button, Field, Flex } from '@strapi/design-system';
import { formatMoney } from '../money/format-money';
import { Answered } from '../pages/answered';
import { DownloadButton } from '../pages/download-button';
import { PageFrame } from '../pages/page-frame';
import { HostLink } from '../pages/record-link';
import { RecordTable, type Column } from '../pages/record-table';
import { useAnswer } from '../pages/use-answer';
import { words } from '../pages/wording';

interface SellerReport {
  readonly sellers: readonly Seller[];
  readonly next: number | null;
}

interface Seller {
  readonly host: string;
  readonly name: string | null;
  readonly kind: string | null;
  readonly exclusion: string | null;
  readonly missing: readonly string[];
  readonly listings: readonly {
    readonly nights: number;
    readonly money: readonly {
      readonly currency: string;
      readonly quarters: readonly { readonly consideration: number; readonly contracts: number }[];
    }[];
  }[];
}

const YEAR = /^2\d{3}$/;

export function SellersPage() {
  const [typed, setTyped] = useState(String(new Date().getFullYear()));
  const [asked, setAsked] = useState<{ readonly year: string; readonly after: number } | null>(null);
  return (
    <PageFrame
      title="Sellers"
      subtitle="What hosts were credited with in a year (DAC7), and what has to be asked for. Who reads it is written down."
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (YEAR.test(typed)) setAsked({ year: typed, after: 0 });
        }}
      >
        <Flex gap={4} alignItems="flex-end">
          <Field.Root name="year">
            <Field.Label>Year</Field.Label>
            <Field.Input
              value={typed}
              inputMode="numeric"
              maxLength={4}
              onChange={(event: { target: { value: string } }) => setTyped(event.target.value)}
            />
          </Field.Root>
          <Button type="submit" disabled={!YEAR.test(typed)}>
            Show
          </Button>
          {YEAR.test(typed) ? (
            <DownloadButton
              label="CSV"
              path={`/casita/reports/sellers.csv?year=${typed}`}
              fileName={`sellers-${typed}.csv`}
            />
          ) : null}
        </Flex>
      </form>
      {asked === null ? null : <SellerView {...asked} go={(after) => setAsked({ year: asked.year, after })} />}
    </PageFrame>
  );
}

function SellerView({ year, after, go }: { year: string; after: number; go: (after: number) => void }) {
  const answer = useAnswer<SellerReport>(`/casita/reports/sellers?year=${year}&after=${after}`);
  return (
    <Answered answer={answer}>
      {({ sellers, next }) => (
        <>
          <RecordTable
            label="Sellers"
            columns={columns}
            rows={sellers}
            keyOf={({ host }) => host}
            empty="Nobody was credited with anything."
          />
          <Flex gap={2} justifyContent="flex-end">
            {after === 0 ? null : (
              <Button type="button" variant="tertiary" onClick={() => go(0)}>
                First page
              </Button>
            )}
            {next === null ? null : (
              <Button type="button" variant="tertiary" onClick={() => go(next)}>
                Next page
              </Button>
            )}
          </Flex>
        </>
      )}
    </Answered>
  );
}

const columns: readonly Column<Seller>[] = [
  { label: 'Host', of: ({ host, name }) => <HostLink host={{ documentId: host, name: name ?? host }} /> },
  {
    label: 'Kind',
    of: ({ kind, exclusion }) => [kind ?? '–', exclusion && `left out: ${words(exclusion)}`].filter(Boolean).join(', '),
  },
  { label: 'Homes', isAmount: true, of: ({ listings }) => String(listings.length) },
  { label: 'Nights', isAmount: true, of: ({ listings }) => String(sum(listings.map(({ nights }) => nights))) },
  { label: 'Credited', isAmount: true, of: (seller) => creditedOf(seller) },
  { label: 'To be asked for', of: ({ missing }) => (missing.length === 0 ? '–' : missing.join(', ')) },
];

const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);

/** By currency: no two are ever added. */
function creditedOf({ listings }: Seller): string {
  const money = listings.flatMap((listing) => listing.money);
  const currencies = [...new Set(money.map(({ currency }) => currency))].sort();
  return currencies
    .map((currency) => {
      const quarters = money.filter((one) => one.currency === currency).flatMap((one) => one.quarters);
      return formatMoney(sum(quarters.map(({ consideration }) => consideration)), currency);
    })
    .join(', ');
}
