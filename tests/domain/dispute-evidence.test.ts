import {
  checkEvidence,
  evidenceFields,
  evidenceLengthMax,
  evidenceLengths,
  said,
  suggestedEvidence,
  withEvidence,
} from '../../src/domain/dispute-evidence';

test.each(evidenceFields)('%s is as long as it may be, and no longer', (field) => {
  const limit = evidenceLengths[field];
  expect(checkEvidence({ [field]: 'x'.repeat(limit) })).toEqual([]);
  expect(checkEvidence({ [field]: 'x'.repeat(limit + 1) })).toEqual([
    { code: 'too_big', field: `evidence.${field}`, limit, value: limit + 1 },
  ]);
});

test('all of it together has a limit too', () => {
  const long = evidenceFields.filter((field) => evidenceLengths[field] === 20_000);
  expect(checkEvidence(Object.fromEntries(long.map((field) => [field, 'x'.repeat(20_000)])))).toEqual([
    { code: 'too_big', field: 'evidence', limit: evidenceLengthMax, value: long.length * 20_000 },
  ]);
});

test('later words take the place of earlier ones, and an empty text takes a field away', () => {
  const before = { customerName: 'Ada', serviceDate: '2026-07-10' };
  const after = withEvidence(withEvidence(before, { customerName: 'Ada L.', serviceDate: '' }), {
    uncategorizedText: 'x',
  });
  expect(after).toEqual({ customerName: 'Ada L.', serviceDate: '', uncategorizedText: 'x' });
  expect(said(after)).toEqual({ customerName: 'Ada L.', uncategorizedText: 'x' });
});

test('what is suggested can be given', () => {
  const stay = { reference: 'R', home: 'A home', guestName: 'Ada', checkIn: '2026-07-10', checkOut: '2026-07-12' };
  const evidence = suggestedEvidence({ ...stay, policy: 'firm' });
  expect(checkEvidence(evidence)).toEqual([]);
  expect(evidence.productDescription).toBe('A stay at A home from 2026-07-10 to 2026-07-12, booking R.');
});
