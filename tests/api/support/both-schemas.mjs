/**
 * Carries GraphQL documents out twice, with Strapi's own resolvers and with ours, and prints what both answered and how many statements
 * each has run. Run by generated-lists.ts. Input, as JSON in argv: `{ grants: string[][], documents: { query, variables }[] }`.
 */
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const require = createRequire(import.meta.url);
const { createStrapi } = require('@strapi/strapi');
const { execute, lexicographicSortSchema, parse, validate } = require('graphql');

const { grants, documents } = JSON.parse(process.argv[2]);
const appDir = resolve(import.meta.dirname, '../../..');

const path = resolve(appDir, 'dist/src/graphql/lean-schema.js');
const { leanSchema } = require(path);
const schemas = {};
require.cache[path].exports = {
  leanSchema(strapi, schema, config) {
    // A copy of the types, with the resolvers that they have now.
    schemas.strapi = lexicographicSortSchema(schema);
    schemas.ours = leanSchema(strapi, schema, config);
    return schema;
  },
};

const strapi = await createStrapi({ appDir, distDir: resolve(appDir, 'dist') }).load();
let statements = 0;
strapi.db.connection.on('query', () => (statements += 1));

/** Gives the public role these rights and no others. */
async function grant(actions) {
  const permissions = strapi.db.query('plugin::users-permissions.permission');
  const role = await strapi.db.query('plugin::users-permissions.role').findOne({ where: { type: 'public' } });
  await permissions.deleteMany({ where: { role: role.id, action: { $startsWith: 'api::' } } });
  for (const action of actions) await permissions.create({ data: { action, role: role.id } });
}

async function askedBy(schema, { query, variables }) {
  const document = parse(query);
  const invalid = validate(schema, document);
  if (invalid.length > 0) return { invalid: invalid.map(({ message }) => message) };
  const ctx = { state: { route: { info: { type: 'content-api' } } }, request: { header: {} }, unauthorized() {} };
  return strapi.requestContext.run(ctx, async () => {
    await strapi.auth.authenticate(ctx, async () => {});
    statements = 0;
    const { data, errors } = await execute({
      schema,
      document,
      variableValues: variables ?? {},
      contextValue: { state: ctx.state, koaContext: ctx },
    });
    const said = errors?.map(({ message, path: where }) => ({ message, where: where.join('.') }));
    return { data, errors: said?.sort((a, b) => a.where.localeCompare(b.where)), statements };
  });
}

const seen = [];
for (const actions of grants) {
  await grant(actions);
  for (const document of documents) {
    const [theirs, ours] = [await askedBy(schemas.strapi, document), await askedBy(schemas.ours, document)];
    seen.push({ grants: actions, query: document.query, theirs, ours });
  }
}
// A pipe takes it in parts.
process.stdout.write(`\n${JSON.stringify(seen)}\n`, () => process.exit(0));
