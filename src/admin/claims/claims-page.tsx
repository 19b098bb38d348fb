import { PageFrame } from '../pages/page-frame';
import { RecordList, type Option } from '../pages/record-list';
import type { Claim } from './claim';
import { claimColumns } from './claim-columns';

const options: readonly Option[] = [
  ['open', 'Not over yet'],
  ['to_decide', 'To be decided'],
  ['unpaid', 'To be paid by the guest'],
  ['all', 'All, the latest first'],
];

export interface Claims {
  readonly claims: readonly Claim[];
  readonly more: boolean;
}

const columns = claimColumns('/money/claims');

export function ClaimsPage() {
  return (
    <PageFrame title="Damage claims" subtitle="What hosts claim after a stay, the longest waiting first.">
      <RecordList<Claims, Claim>
        label="Damage claims"
        path="/casita/claims"
        filter={{ name: 'show', label: 'Which claims', options }}
        read={({ claims, more }, page) => ({ rows: claims, next: more ? { page: String(page + 1) } : null })}
        columns={columns}
        keyOf={({ documentId }) => documentId}
        empty="There is no such claim."
      />
    </PageFrame>
  );
}
