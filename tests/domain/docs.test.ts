import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { bookingStateDiagram } from '../../src/domain/booking-moves';

it('shows the table of moves in the docs as it is', () => {
  const text = readFileSync(resolve(__dirname, '../../docs/architecture.md'), 'utf8');
  const shown = /<!-- booking-moves -->\s*```mermaid\n([\s\S]*?)\n```\s*<!-- \/booking-moves -->/.exec(text)?.[1];
  expect(shown).toBe(bookingStateDiagram().trim());
});
