import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { httpOf } from '../../src/contract/refusal-http';
import { refusalKinds } from '../../src/domain/refusal';
import { graphqlLimits } from '../../src/graphql/limits';

const text = readFileSync(resolve(__dirname, '../../docs/api.md'), 'utf8');

test('docs/api.md names every status and every kind of refusal', () => {
  for (const kind of refusalKinds) {
    expect(text).toMatch(new RegExp(`^\\| ${httpOf[kind].status} +\\|`, 'm'));
    expect(text).toContain(`\`${kind.toUpperCase()}\``);
  }
});

test('docs/api.md has the limits of GraphQL as they are', () => {
  const shown = (name: string) => new RegExp(`^\\| ${name}[^|]*\\| +([\\d,]+)`, 'm').exec(text)?.[1]?.replace(',', '');
  const { tokens, depth, aliases, rootFields, selections, cost, bodyBytes, variableLevels } = graphqlLimits;
  expect(
    ['tokens', 'depth', 'aliases', 'fields at the top', 'selections', 'cost', 'body', 'levels'].map(shown),
  ).toEqual([tokens, depth, aliases, rootFields, selections, cost, bodyBytes / 1024, variableLevels].map(String));
});
