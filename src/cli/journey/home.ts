import { moveClock, day, findStay } from './stay';
import type { People } from './people';

/** Albany, New York: where the imported homes are unless another box is named. */
export const defaultBox = '-73.95,42.6,-73.7,42.75';

interface Card {
  readonly documentId: string;
  readonly name: string;
  readonly stay: { readonly total: { readonly amount: number; readonly currency: string } } | null;
}

/** Finds imported homes by dates, and takes the first that has room for the whole journey. */
export async function findHome(people: People, box: string): Promise<Card> {
  const now = await moveClock(people, { advance: 'PT1S' });
  const [checkIn, checkOut] = [day(now, 14), day(now, 16)];
  const found = await people.anyone.get<{ data: Card[]; meta: { pagination: { total: number } } }>(
    `/api/search?bbox=${box}&checkIn=${checkIn}&checkOut=${checkOut}&adults=1&sort=price&pageSize=50`,
  );
  for (const card of found.data) {
    if (await findStay(people, card.documentId, day(now, 20), 4)) return card;
  }
  throw new Error(
    `no home in ${box} is free from ${checkIn}: import a city first (npm run import -- inside-airbnb <folder> --shift-to-today)`,
  );
}

/** Imported hosts have no account: staff hand the listing to the journey's host, in the panel. */
export async function handOver({ staff, hostProfile }: People, home: string): Promise<void> {
  await staff.put(`/content-manager/collection-types/api::property.property/${home}`, {
    host: { connect: [{ documentId: hostProfile }], disconnect: [] },
  });
}
