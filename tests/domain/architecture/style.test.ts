import { forbiddenSyntax, functionLengths, sourcesBelow } from './sources';

const fileLinesMax = 300;
/** A screen. A function that only makes and returns others is measured without them. */
const functionLinesMax = 65;
/** Tables written as code: long, and read from top to bottom. */
const longTables = ['fixedPaths'];

const vagueNames = /(^|[/-])(utils?|helpers?|common|misc|stuff)([/.-]|$)/;
const environmentReaders = /^(config|src\/cli|src\/adapters)\/|^src\/(settings|composition|index|front\/index)\.ts$/;

describe('style', () => {
  const production = sourcesBelow('src', 'config', 'database');
  const tests = sourcesBelow('tests');
  const all = [...production, ...tests];
  const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, '');

  test(`a file has at most ${fileLinesMax} lines`, () => {
    const long = production.filter(({ text }) => text.split('\n').length - 1 > fileLinesMax);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  test(`a function has at most ${functionLinesMax} lines of its own`, () => {
    const long = production.flatMap((source) =>
      functionLengths(source)
        .filter(({ name, lines }) => lines > functionLinesMax && !longTables.includes(name))
        .map(({ name, lines }) => `${source.path} ${name}: ${lines}`),
    );
    expect(long).toEqual([]);
  });

  test('no `any` without a reason, and no test that is skipped or runs alone', () => {
    expect(all.flatMap((source) => forbiddenSyntax(source))).toEqual([]);
  });

  test('a file’s name says its subject', () => {
    expect(all.map(({ path }) => path).filter((path) => vagueNames.test(path))).toEqual([]);
  });

  test('the domain asks neither the clock nor chance', () => {
    const impure = /Date\.now|new Date\(\)|Math\.random|Temporal\.Now|process\.env|randomUUID/;
    const found = production.filter(({ path, text }) => path.startsWith('src/domain/') && impure.test(code(text)));
    expect(found.map(({ path }) => path)).toEqual([]);
  });

  test('the environment is read where settings are read', () => {
    const found = production.filter(
      ({ path, text }) => !environmentReaders.test(path) && /process\.env/.test(code(text)),
    );
    expect(found.map(({ path }) => path)).toEqual([]);
  });

  test('the console belongs to commands', () => {
    const found = production.filter(({ path, text }) => !path.startsWith('src/cli/') && /\bconsole\./.test(code(text)));
    expect(found.map(({ path }) => path)).toEqual([]);
  });

  test('what these tests look for is found where it is', () => {
    const path = 'src/planted.ts';
    const banned = (text: string) => forbiddenSyntax({ path, text }).length;
    expect(banned('const x: any = 1;')).toBe(1);
    expect(banned(['test', 'skip("x", () => 0);'].join('.'))).toBe(1);
    expect(banned('const anything = "any"; // any')).toBe(0);
    const inner = Array.from({ length: 70 }, () => '  call();').join('\n');
    expect(functionLengths({ path, text: `function long() {\n${inner}\n}` })[0]?.lines).toBe(72);
    expect(
      functionLengths({ path, text: `function make() {\n  return () => {\n${inner}\n  };\n}` })[1]?.lines,
    ).toBeLessThan(5);
    expect(vagueNames.test('src/date-utils.ts')).toBe(true);
  });
});
