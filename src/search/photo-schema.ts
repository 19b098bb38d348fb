import { z } from 'zod';

/** A picture of a home, wherever one is shown. */
export const photo = z
  .object({
    url: z.string(),
    smallUrl: z.string(),
    width: z.int().nullable(),
    height: z.int().nullable(),
    caption: z.string().nullable(),
  })
  .meta({ id: 'Photo' });

/** As the database's `home_photos` lists them. */
export type PhotoRow = z.infer<typeof photo>;
