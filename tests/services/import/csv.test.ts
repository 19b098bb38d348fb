import fc from 'fast-check';
import { type BrokenRow, readCsv } from '../../../src/import/inside-airbnb/csv-rows';
import { UnreadableFile } from '../../../src/import/inside-airbnb/dataset';

const header = 'listing_id,id,date,reviewer_id,reviewer_name,comments';

async function* inChunks(text: string, size: number): AsyncGenerator<string> {
  for (let start = 0; start < text.length; start += size) yield text.slice(start, start + size);
}

async function read(text: string, chunkSize = 7) {
  const rows: { line: number; id: string | undefined; comments: string | undefined }[] = [];
  const broken: BrokenRow[] = [];
  await readCsv({ name: 'reviews.csv', read: () => inChunks(text, chunkSize) }, ['listing_id', 'id'], {
    onRow: (row) => void rows.push({ line: row.line, id: row.get('id'), comments: row.get('comments') }),
    onBroken: (row) => void broken.push(row),
  });
  return { rows, broken, comments: rows.map((row) => row.comments) };
}

const row = (id: number, comments: string) => `900${id},${id},2024-01-0${id},5,Ana,${comments}`;

describe('what the files really hold', () => {
  const cases: [string, string, string[]][] = [
    ['plain rows', `${header}\n${row(1, 'fine')}\n${row(2, 'good')}\n`, ['fine', 'good']],
    ['CRLF at the ends of rows', `${header}\r\n${row(1, 'fine')}\r\n${row(2, 'good')}\r\n`, ['fine', 'good']],
    ['no line end after the last row', `${header}\n${row(1, 'fine')}`, ['fine']],
    ['a byte order mark', `\ufeff${header}\n${row(1, 'fine')}\n`, ['fine']],
    [
      'line breaks in quotes',
      `${header}\n${row(1, '"one\ntwo\n\nfour"')}\n${row(2, 'good')}\n`,
      ['one\ntwo\n\nfour', 'good'],
    ],
    ['bare CR in and out of quotes', `${header}\n${row(1, '"a\rb"')}\n${row(2, 'c\rd')}\n`, ['a\rb', 'c\rd']],
    ['doubled quotes', `${header}\n${row(1, '"she said ""yes"", twice"')}\n`, ['she said "yes", twice']],
    ['a quote within a bare field', `${header}\n${row(1, 'a 5" pipe')}\n${row(2, 'good')}\n`, ['a 5" pipe', 'good']],
    ['U+2028, NUL and emoji', `${header}\n${row(1, 'a\u2028b\u0000c \u{1f600}')}\n`, ['a\u2028b\u0000c \u{1f600}']],
    ['empty lines', `${header}\n\n${row(1, 'fine')}\n\n`, ['fine']],
  ];
  test.each(cases)('%s', async (_name, text, comments) => {
    for (const size of [1, 3, 1_000]) expect(await read(text, size)).toMatchObject({ comments, broken: [] });
  });
});

describe('broken rows', () => {
  test('a quote that is never closed costs its own row', async () => {
    const { comments, broken } = await read(`${header}\n${row(1, '"open')}\n${row(2, 'good')}\n${row(3, '"fine"')}\n`);
    expect(comments).toEqual(['good', 'fine']);
    expect(broken).toEqual([{ line: 2, reason: 'a quote is not closed before the next record', firstField: '9001' }]);
  });

  test('… with the lines of its text, but not the row after them', async () => {
    const { rows, broken } = await read(`${header}\n${row(1, '"open\nstill open\n1,2,3')}\n${row(2, 'good')}\n`);
    expect(rows).toEqual([{ line: 5, id: '2', comments: 'good' }]);
    expect(broken.map(({ line }) => line)).toEqual([2]);
  });

  test('… even in the last row', async () => {
    const { comments, broken } = await read(`${header}\n${row(1, 'fine')}\n${row(2, '"open')}`);
    expect(comments).toEqual(['fine']);
    expect(broken).toEqual([{ line: 3, reason: 'a quote is never closed', firstField: '9002' }]);
  });

  test('a quote too many in the middle makes the row ragged, and no more', async () => {
    const { comments, broken } = await read(
      `${header}\n${row(1, '"he said "hi, there" loudly"')}\n${row(2, 'good')}\n`,
    );
    expect(comments).toEqual(['good']);
    expect(broken).toEqual([{ line: 2, reason: '7 columns instead of 6', firstField: '9001' }]);
  });

  test.each([
    ['too few columns', '9001,1', '2 columns instead of 6'],
    ['too many columns', `${row(1, 'a')},b`, '7 columns instead of 6'],
  ])('%s', async (_name, line, reason) => {
    const { comments, broken } = await read(`${header}\n${line}\n${row(2, 'good')}\n`);
    expect(comments).toEqual(['good']);
    expect(broken).toEqual([{ line: 2, reason, firstField: '9001' }]);
  });

  test('a line without end is cut off, not kept in memory', async () => {
    const { comments, broken } = await read(`${header}\n${row(1, 'x'.repeat(1_500_000))}\n${row(2, 'good')}\n`, 65_536);
    expect(comments).toEqual(['good']);
    expect(broken).toMatchObject([{ line: 2, reason: 'longer than any real record' }]);
  });

  test('a file without a needed column is refused', async () => {
    await expect(read('listing_id,date\n1,2024-01-01\n')).rejects.toThrow(
      new UnreadableFile('reviews.csv has no column "id"'),
    );
    await expect(read('')).rejects.toThrow(UnreadableFile);
  });
});

describe('any texts', () => {
  const anyText = fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', ' ', 'é', '9001,1,') });
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

  test('come back as they were', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyText, { maxLength: 5 }), fc.integer({ min: 1, max: 50 }), async (texts, size) => {
        const lines = texts.map((text, index) => row(index + 1, quoted(text)));
        const { comments, broken } = await read([header, ...lines, ''].join('\n'), size);
        expect({ comments, broken }).toEqual({ comments: texts, broken: [] });
      }),
    );
  });

  test('one quote taken away or put in costs one row at most', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyText, { minLength: 3, maxLength: 3 }),
        fc.nat(),
        fc.boolean(),
        async (texts, at, add) => {
          const lines = texts.map((text, index) => row(index + 1, quoted(text)));
          const middle = lines[1] ?? '';
          const places = [...middle.matchAll(/"/g)].map((match) => match.index);
          const place = places[at % places.length] ?? 0;
          lines[1] = middle.slice(0, place) + (add ? '""' : '') + middle.slice(place + (add ? 0 : 1));
          const { rows } = await read([header, ...lines, ''].join('\n'));
          const intact = rows.filter(({ id, comments }) => comments === texts[Number(id) - 1]).map(({ id }) => id);
          expect(intact).toEqual(expect.arrayContaining(['1', '3']));
        },
      ),
    );
  });
});
