import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, sourcesBelow } from './sources';

/** Set by the scripts for the processes that they start, or by the machine; no operator's business. */
const internal = ['TZ', 'CASITA_ENV_FILE', 'CASITA_STOP_WITH_STDIN', 'ENV_PATH', 'PATH', 'STRAPI_TELEMETRY_DISABLED'];

test('.env.example names everything that the environment can say, and nothing else', () => {
  const example = readFileSync(join(root, '.env.example'), 'utf8');
  const documented = [...example.matchAll(/^([A-Z_0-9]+)=/gm)].map(([, name]) => name);
  const sources = sourcesBelow('src', 'config').filter(({ path }) => !path.startsWith('src/cli/sandbox-stripe'));
  const read = sources.flatMap(({ path, text }) => {
    const direct = [...text.matchAll(/process\.env(?:\.|\[')([A-Z_0-9]+)|\benv(?:\.\w+)?\('([A-Z_0-9]+)'/g)];
    const schema = path === 'src/settings.ts' ? [...text.matchAll(/^ {4}([A-Z_0-9]+):/gm)] : [];
    const required = path === 'src/cli/environment.ts' ? [...text.matchAll(/^ {2}'([A-Z_]+)',$/gm)] : [];
    return [...direct, ...schema, ...required].map(([, one, other]) => one ?? other);
  });
  const expected = new Set(read.filter((name) => name !== undefined && !internal.includes(name)));
  expect([...expected].filter((name) => !documented.includes(name))).toEqual([]);
  const onlyForScripts = ['POSTGRES_PASSWORD', 'MAIL_UI_PORT', 'CASITA_DATA_DIR'];
  expect(documented.filter((name) => !expected.has(name) && !onlyForScripts.includes(name ?? ''))).toEqual([]);
});
