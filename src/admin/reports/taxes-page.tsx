import { useState } from 'react';
import { Button, Field, Flex, Typography } from '@strapi/design-system';
import { formatMoney } from '../money/format-money';
import { Answered } from '../pages/answered';
import { DownloadButton } from '../pages/download-button';
import { PageFrame, Section } from '../pages/page-frame';
import { RecordTable, type Column } from '../pages/record-table';
import { useAnswer } from '../pages/use-answer';
import { useColorScheme } from '../pages/use-color-scheme';
import { queryOf } from './report-links';

interface TaxReport {
  readonly complete: boolean;
  readonly places: readonly Place[];
}

interface Place {
  readonly country: string | null;
  readonly region: string | null;
  readonly city: string | null;
  readonly currency: string;
  readonly stays: number;
  readonly nights: number;
  readonly guestNights: number;
  readonly tax: number;
  readonly pendingTax: number;
  readonly rules: readonly Rule[];
}

interface Rule {
  readonly code: string;
  readonly label: string;
  readonly taxedGuestNights: number;
  readonly exemptGuestNights: number;
  readonly taxableAmount: number;
  readonly tax: number;
  readonly pendingTax: number;
}

const fields = [
  ['from', 'From', 'date'],
  ['to', 'To', 'date'],
  ['country', 'Country (two letters)', 'text'],
  ['region', 'Region', 'text'],
  ['city', 'City', 'text'],
] as const;

type Asked = Readonly<Record<(typeof fields)[number][0], string>>;

export function TaxesPage() {
  const [typed, setTyped] = useState<Asked>({ ...lastMonth(), country: '', region: '', city: '' });
  const [asked, setAsked] = useState(typed);
  const scheme = useColorScheme();
  return (
    <PageFrame title="Taxes" subtitle="Stays, nights and taxes due, by place and period.">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(typed);
        }}
      >
        <Flex gap={4} alignItems="flex-end" wrap="wrap">
          {fields.map(([name, label, type]) => (
            <Field.Root key={name} name={name}>
              <Field.Label>{label}</Field.Label>
              <Field.Input
                type={type}
                style={scheme}
                value={typed[name]}
                onChange={(event: { target: { value: string } }) => setTyped({ ...typed, [name]: event.target.value })}
              />
            </Field.Root>
          ))}
          <Button type="submit">Show</Button>
        </Flex>
      </form>
      <TaxView asked={{ ...asked, country: asked.country.toUpperCase() }} />
    </PageFrame>
  );
}

function TaxView({ asked }: { asked: Asked }) {
  const query = queryOf(asked);
  const answer = useAnswer<TaxReport>(`/casita/reports/taxes?${query}`);
  const named = `${asked.from}-${asked.to}`;
  return (
    <Answered answer={answer}>
      {({ complete, places }) => (
        <>
          <Flex gap={2} alignItems="center" wrap="wrap">
            <DownloadButton
              label="CSV by rule"
              path={`/casita/reports/taxes.csv?${query}`}
              fileName={`taxes-${named}.csv`}
            />
            <DownloadButton
              label="CSV by stay"
              path={`/casita/reports/tax-stays.csv?${query}`}
              fileName={`tax-stays-${named}.csv`}
            />
            <Typography textColor="neutral600">
              {complete
                ? 'Nothing is pending: this does not grow any more.'
                : 'Some of it is pending until its stays are released.'}
            </Typography>
          </Flex>
          <Section title="Places">
            <RecordTable
              label="Places"
              columns={placeColumns}
              rows={places}
              keyOf={keyOf}
              empty="Nobody stayed there in this period."
            />
          </Section>
          <Section title="By rule">
            <RecordTable
              label="By rule"
              columns={ruleColumns}
              rows={places.flatMap((place) => place.rules.map((rule) => ({ ...rule, place })))}
              keyOf={({ place, code }) => `${keyOf(place)} ${code}`}
              empty="No tax is due."
            />
          </Section>
        </>
      )}
    </Answered>
  );
}

const nameOf = ({ country, region, city }: Place): string =>
  [city, region, country].filter((part) => part !== null && part !== '').join(', ') || '–';
const keyOf = (place: Place): string => `${nameOf(place)} ${place.currency}`;

const placeColumns: readonly Column<Place>[] = [
  { label: 'Place', of: nameOf },
  { label: 'Stays', isAmount: true, of: ({ stays }) => String(stays) },
  { label: 'Nights', isAmount: true, of: ({ nights }) => String(nights) },
  { label: 'Guest-nights', isAmount: true, of: ({ guestNights }) => String(guestNights) },
  { label: 'Tax due', isAmount: true, of: ({ tax, currency }) => formatMoney(tax, currency) },
  { label: 'Pending', isAmount: true, of: ({ pendingTax, currency }) => formatMoney(pendingTax, currency) },
];

const ruleColumns: readonly Column<Rule & { readonly place: Place }>[] = [
  { label: 'Place', of: ({ place }) => nameOf(place) },
  { label: 'Tax', of: ({ label }) => label },
  { label: 'Taxed', isAmount: true, of: ({ taxedGuestNights }) => String(taxedGuestNights) },
  { label: 'Exempt', isAmount: true, of: ({ exemptGuestNights }) => String(exemptGuestNights) },
  { label: 'On', isAmount: true, of: ({ taxableAmount, place }) => formatMoney(taxableAmount, place.currency) },
  { label: 'Tax due', isAmount: true, of: ({ tax, place }) => formatMoney(tax, place.currency) },
  { label: 'Pending', isAmount: true, of: ({ pendingTax, place }) => formatMoney(pendingTax, place.currency) },
];

/** What an office asks about first. */
function lastMonth(): { from: string; to: string } {
  const now = new Date();
  const of = (month: number, day: number) =>
    new Date(Date.UTC(now.getUTCFullYear(), month, day)).toISOString().slice(0, 10);
  return { from: of(now.getUTCMonth() - 1, 1), to: of(now.getUTCMonth(), 0) };
}
