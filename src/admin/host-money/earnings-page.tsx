import { Answered } from '../pages/answered';
import { Card, Columns, PageFrame } from '../pages/page-frame';
import { RecordTable, type Column } from '../pages/record-table';
import { useAnswer } from '../pages/use-answer';
import { shownAmount, type Amount } from '../pages/wording';
import { AccountView } from '../payouts/account-panel';
import { useOwnProfile } from './use-own-profile';

interface Earnings {
  readonly currencies: readonly CurrencyEarnings[];
  readonly months: readonly { readonly month: string; readonly released: Amount; readonly paid: Amount }[];
}

interface CurrencyEarnings {
  readonly currency: string;
  readonly upcoming: Amount;
  readonly released: Amount;
  readonly onTheWay: Amount;
  readonly paid: Amount;
  readonly receivable: Amount;
}

export function EarningsPage() {
  const profile = useOwnProfile();
  return (
    <PageFrame title="Earnings" subtitle="What your homes bring in. Each currency stands for itself.">
      <Answered answer={profile}>
        {({ documentId }) => (documentId === null ? null : <EarningsView documentId={documentId} />)}
      </Answered>
    </PageFrame>
  );
}

const columns: readonly Column<CurrencyEarnings>[] = [
  { label: 'Currency', of: ({ currency }) => currency },
  { label: 'To come', isAmount: true, of: ({ upcoming }) => shownAmount(upcoming) },
  { label: 'Earned', isAmount: true, of: ({ released }) => shownAmount(released) },
  { label: 'On the way', isAmount: true, of: ({ onTheWay }) => shownAmount(onTheWay) },
  { label: 'Paid to you', isAmount: true, of: ({ paid }) => shownAmount(paid) },
  { label: 'You owe', isAmount: true, of: ({ receivable }) => shownAmount(receivable) },
];

const monthColumns: readonly Column<Earnings['months'][number]>[] = [
  { label: 'Month', of: ({ month }) => month },
  { label: 'Earned', isAmount: true, of: ({ released }) => shownAmount(released) },
  { label: 'Paid to you', isAmount: true, of: ({ paid }) => shownAmount(paid) },
];

function EarningsView({ documentId }: { documentId: string }) {
  const answer = useAnswer<Earnings>(`/casita/host-profiles/${documentId}/earnings`);
  return (
    <Answered answer={answer}>
      {({ currencies, months }) => (
        <>
          <RecordTable
            label="Earnings"
            columns={columns}
            rows={currencies}
            keyOf={({ currency }) => currency}
            empty="Nothing was earned yet, and no stay to come is paid for."
          />
          <Columns
            main={
              <RecordTable
                label="By month"
                columns={monthColumns}
                rows={months}
                keyOf={({ month, released }) => `${month} ${released.currency}`}
                empty="There is no month yet."
              />
            }
            side={
              <Card title="Your account to be paid through">
                <AccountView documentId={documentId} />
              </Card>
            }
          />
        </>
      )}
    </Answered>
  );
}
