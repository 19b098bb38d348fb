/** `npm run search:rebuild`: writes every row of the search's read model anew. The app may run meanwhile. */
import { rebuildSearch } from '../search/whole-read-model';
import { withDatabase } from './with-database';

const say = (line: string) => console.error(`[search] ${line}`);
const progressEvery = 50_000;

async function main(): Promise<void> {
  const started = Date.now();
  const written = await withDatabase(say, (db) =>
    rebuildSearch(db, (done) => {
      if (done % progressEvery === 0) say(`${done} homes …`);
    }),
  );
  console.log(`${written} homes written in ${((Date.now() - started) / 1_000).toFixed(1)} s`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error && error.message ? error.message : String(error));
    process.exit(1);
  },
);
