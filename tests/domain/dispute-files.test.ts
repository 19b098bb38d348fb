import { checkEvidenceFile, evidenceBytesMax, stateOfFile } from '../../src/domain/dispute-files';

describe('how much a bank takes', () => {
  const standing = [
    { field: 'receipt', bytes: 3_000_000 },
    { field: 'refundPolicy', bytes: 1_000_000 },
  ] as const;

  it.each([
    ['beside the others', 'customerSignature', 500_000, null],
    ['one byte more', 'customerSignature', 500_001, 500_000],
    ['in the place of another', 'receipt', 3_500_000, null],
    ['in its place, and still too big', 'receipt', 3_500_001, 3_500_000],
  ] as const)('%s', (_what, field, bytes, limit) => {
    const reasons = limit === null ? [] : [{ code: 'too_big', field: 'file', limit, value: bytes }];
    expect(checkEvidenceFile({ field, bytes }, standing)).toEqual(reasons);
  });

  it('alone: all of it', () => {
    expect(checkEvidenceFile({ field: 'receipt', bytes: evidenceBytesMax }, [])).toEqual([]);
    expect(checkEvidenceFile({ field: 'receipt', bytes: evidenceBytesMax + 1 }, [])).toHaveLength(1);
  });
});

it.each([
  [null, null, 'waiting'],
  ['file_1', null, 'with_provider'],
  [null, 'Not a PDF', 'refused'],
] as const)('%s, %s: %s', (stripe_file, refused, state) => {
  expect(stateOfFile({ stripe_file, refused })).toBe(state);
});
