import { createId } from '@paralleldrive/cuid2';
import type { Casita } from '../../ports';

interface DemoCoupon {
  readonly code: string;
  readonly label: string;
  readonly percent: number;
  readonly minNights: number | null;
  readonly maxUses: number | null;
  readonly maxUsesPerGuest: number | null;
}

/** One that every guest has once, and one that runs out. The sandbox's page tells of them. */
export const demoCoupons: readonly DemoCoupon[] = [
  { code: 'WELCOME10', label: 'Welcome', percent: 10, minNights: null, maxUses: null, maxUsesPerGuest: 1 },
  { code: 'WEEK15', label: 'A week or longer', percent: 15, minNights: 7, maxUses: 25, maxUsesPerGuest: null },
];

/** What staff would make in the panel. Those that are there stay as they are. */
export async function makeDemoCoupons({ db, clock }: Pick<Casita, 'db' | 'clock'>): Promise<void> {
  for (const { code, label, percent, minNights, maxUses, maxUsesPerGuest } of demoCoupons) {
    await db.query(
      `insert into coupons (document_id, code, label, kind, percent, funded_by, active, min_nights, max_uses, max_uses_per_guest,
         created_at, updated_at, published_at)
       values ($1, $2, $3, 'percent', $4, 'marketplace', true, $5, $6, $7, $8, $8, $8) on conflict (upper(code)) do nothing`,
      [createId(), code, label, percent, minNights, maxUses, maxUsesPerGuest, clock.now().toString()],
    );
  }
}
