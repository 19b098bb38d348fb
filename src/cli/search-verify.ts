/** `npm run search:verify`: compares every row of the search's read model with the truth. Exit code 1 where one differs. */
import { verifySearch } from '../search/whole-read-model';
import { withDatabase } from './with-database';

const say = (line: string) => console.error(`[search] ${line}`);
const progressEvery = 50_000;
const shownIds = 20;

async function main(): Promise<number> {
  const { compared, stale } = await withDatabase(say, (db) =>
    verifySearch(db, (done) => {
      if (done % progressEvery === 0) say(`${done} homes …`);
    }),
  );
  console.log(`${compared} homes compared, ${stale.length} not as the truth says`);
  if (stale.length > 0)
    say(`properties.id: ${stale.slice(0, shownIds).join(', ')}${stale.length > shownIds ? ' …' : ''}`);
  return stale.length === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error && error.message ? error.message : String(error));
    process.exit(1);
  },
);
