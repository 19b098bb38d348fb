import { writeFileSync } from 'node:fs';
import { drawYear } from '../sandbox/year-of-a-home/picture';
import { yearAsJson, yearOfAHome } from '../sandbox/year-of-a-home/year';

/** Writes docs/year-of-a-home.json and .svg anew: `node scripts/compile.mjs && node dist/src/cli/year-of-a-home.js`. */
writeFileSync('docs/year-of-a-home.json', yearAsJson());
writeFileSync('docs/year-of-a-home.svg', drawYear(yearOfAHome()));
