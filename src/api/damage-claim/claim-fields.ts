import { z } from 'zod';
import { text } from '../../contract/fields';

/** Minor units; what a claim may come to is the operator's to set, and far below it. */
export const claimAmount = z.int().min(1).max(1_000_000_000_000);

/** What a host says of the damage. */
export const claimBody = {
  amount: claimAmount,
  description: text(5_000, 1),
  items: z
    .array(z.strictObject({ label: text(200, 1), amount: claimAmount }))
    .max(50)
    .default([]),
};
