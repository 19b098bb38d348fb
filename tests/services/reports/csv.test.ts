import { parse } from 'csv-parse/sync';
import { csvOf, type Cell, type CsvColumn } from '../../../src/reports/csv';

async function csv(...cells: Cell[]): Promise<string> {
  const column: CsvColumn<Cell> = { name: 'cell', of: (cell) => cell };
  let text = '';
  for await (const chunk of csvOf([column], cells)) text += chunk;
  return text;
}

const bom = '\uFEFF';

test('begins with a byte order mark and a heading, and ends every line in CRLF (RFC 4180)', async () => {
  expect(await csv('São', 2, null, true)).toBe(`${bom}cell\r\nSão\r\n2\r\n\r\ntrue\r\n`);
});

test.each([
  ['=1+1', `'=1+1`],
  ['+44 20', `'+44 20`],
  ['-1', `'-1`],
  ['@SUM(A1)', `'@SUM(A1)`],
  ['\tx', `'\tx`],
  ['＝1', `'＝1`],
  ['a=1', 'a=1'],
  ['', ''],
])('text that a spreadsheet would run, %p, is written as %p', async (text, written) => {
  expect(await csv(text)).toBe(`${bom}cell\r\n${written}\r\n`);
});

test.each([
  ['a,b', '"a,b"'],
  ['a"b', '"a""b"'],
  ['a\nb', '"a\nb"'],
  ['a\r\nb', '"a\r\nb"'],
  ['\r=1', `"'\r=1"`],
])('%p is quoted', async (text, written) => {
  expect(await csv(text)).toBe(`${bom}cell\r\n${written}\r\n`);
});

test('amounts and counts are numbers, negative ones too', async () => {
  const cells = [-12, { amount: -1_234, currency: 'EUR' }, { amount: -500, currency: 'JPY' }] as const;
  expect(await csv(...cells, { amount: 1_230, currency: 'BHD' })).toBe(
    `${bom}cell\r\n-12\r\n-12.34\r\n-500\r\n1.230\r\n`,
  );
});

test('comes back as it was, whatever somebody wrote', async () => {
  const cells = ['a"b,c\nd', 'x\r\ny', '"', ',', ' ', 'ü漢😀', "'quoted'"];
  const rows = parse(await csv(...cells), { bom: true, columns: true }) as { cell: string }[];
  expect(rows.map(({ cell }) => cell)).toEqual(cells);
});

test('asks for no more rows than it has written', async () => {
  let asked = 0;
  async function* rows(): AsyncGenerator<number> {
    for (; asked < 100_000; asked += 1) yield asked;
  }
  const chunks = csvOf([{ name: 'n', of: (n: number) => n }], rows());
  await chunks.next();
  await chunks.next();
  expect(asked).toBeLessThan(1_000);
  await chunks.return(undefined);
});
