import { z } from 'zod';

/** The payment provider's name of a saved card. */
export const cardId = z
  .string()
  .regex(/^pm_[A-Za-z0-9_]{1,70}$/)
  .meta({ description: 'A saved card' });
