import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import marketplace from '../../config/marketplace';
import { cancellationPolicies, checkPolicy, type CancellationPolicy } from '../../src/domain/cancellation-policy';
import { cancellationTable } from '../../src/domain/cancellation-table';
import { alterationStateDiagram } from '../../src/domain/alteration-moves';
import { claimStateDiagram } from '../../src/domain/claim-moves';
import { bookingStateDiagram } from '../../src/domain/booking-moves';
import { accounts, postingKinds } from '../../src/domain/ledger';
import { readMarketplaceConfig } from '../../src/marketplace-config';

it.each([
  ['architecture.md', 'booking-moves', bookingStateDiagram()],
  ['bookings.md', 'alteration-moves', alterationStateDiagram()],
  ['disputes.md', 'claim-moves', claimStateDiagram()],
])('shows in docs/%s the table %s as it is', (page, name, diagram) => {
  const text = readFileSync(resolve(__dirname, '../../docs', page), 'utf8');
  const pattern = new RegExp(`<!-- ${name} -->\\s*\`\`\`mermaid\\n([\\s\\S]*?)\\n\`\`\`\\s*<!-- /${name} -->`);
  expect(pattern.exec(text)?.[1]).toBe(diagram.trim());
});

describe('docs/cancellation.md', () => {
  const text = readFileSync(resolve(__dirname, '../../docs/cancellation.md'), 'utf8');
  const cells = (table: string) =>
    table
      .trim()
      .split('\n')
      .filter((row) => !/^[|\s-]+$/.test(row))
      .map((row) => row.split('|').map((cell) => cell.trim()));

  it('shows the policies as they are', () => {
    const shown = /<!-- cancellation-policies -->([\s\S]*?)<!-- \/cancellation-policies -->/.exec(text)?.[1] ?? '';
    expect(cells(shown)).toEqual(cells(cancellationTable(Object.values(cancellationPolicies))));
  });

  it('shows a policy that would be taken', () => {
    const example = JSON.parse(/```json\n([\s\S]*?)```/.exec(text)?.[1] ?? '') as CancellationPolicy[];
    expect(example.flatMap(checkPolicy)).toEqual([]);
    const values: Record<string, string> = { CANCELLATION_POLICIES: JSON.stringify(example) };
    const env = (name: string, fallback: unknown) => values[name] ?? fallback;
    const plain = (_name: string, fallback: unknown) => fallback;
    const config = marketplace({ env: Object.assign(env, { int: plain, bool: plain, array: plain }) as never });
    expect(readMarketplaceConfig(config).cancellationPolicies).toContainEqual(example[0]);
  });
});

describe('docs/money.md', () => {
  const root = resolve(__dirname, '../..');
  const text = readFileSync(resolve(root, 'docs/money.md'), 'utf8');
  const rowsOf = (name: string) =>
    [...(text.split(`<!-- ${name} -->`)[1] ?? '').split(`<!-- /${name} -->`)[0]!.matchAll(/^\| `([^`]+)`(.*)$/gm)].map(
      ([, first = '', rest = '']) => ({ first, rest }),
    );

  it('names every account, once', () => {
    const all = Object.values(accounts).map((account) => (typeof account === 'string' ? account : account('…')));
    expect(
      rowsOf('ledger-accounts')
        .map(({ first }) => first)
        .sort(),
    ).toEqual([...all].sort());
  });

  it('names every kind of posting once, with the file that makes it and accounts that there are', () => {
    const rows = rowsOf('ledger-postings');
    expect(rows.map(({ first }) => first).sort()).toEqual([...postingKinds].sort());
    for (const { first, rest } of rows) {
      const file = /`(ledger[\w-]*\.ts)` *\|$/.exec(rest)?.[1] ?? '';
      expect([first, readFileSync(resolve(root, 'src/domain', file), 'utf8').includes(`'${first}'`)]).toEqual([
        first,
        true,
      ]);
    }
  });
});

describe('docs/rules.md', () => {
  const root = resolve(__dirname, '../..');
  const text = readFileSync(resolve(root, 'docs/rules.md'), 'utf8');
  const rows = [...text.matchAll(/^\| .+? \| `(src\/[^`]+)` +\| `(tests\/[^`]+)`(?:: “(.+?)”)? +\|$/gm)];

  it('names files that there are, and tests that are in them', () => {
    expect(rows.length).toBe(text.split('\n').filter((line) => /^\| .*`/.test(line)).length);
    expect(rows.length).toBeGreaterThan(50);
    const missing = rows.flatMap(([row, source = '', test = '', title = '']) => {
      const there = [source, test].every((path) => existsSync(resolve(root, path)));
      return there && readFileSync(resolve(root, test), 'utf8').includes(title) ? [] : [row];
    });
    expect(missing).toEqual([]);
  });
});
