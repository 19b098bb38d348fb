import { weekdayOf } from '../../domain/night';
import { kinds, type Kind, type YearNight } from './year';

/** A row for each month, a square for each night, coloured by its kind. */
const colours: Readonly<Record<Kind, string>> = {
  past: '#e5e7eb',
  notice: '#fde68a',
  sold: '#1d4ed8',
  preparation: '#93c5fd',
  'closed by host': '#7f1d1d',
  'closed by import': '#dc2626',
  'closed by feed': '#f87171',
  'beyond the window': '#9ca3af',
  'minimum through': '#7c3aed',
  'minimum on arrival': '#c4b5fd',
  maximum: '#f9a8d4',
  'dated price': '#f59e0b',
  'weekend price': '#34d399',
  'base price': '#bbf7d0',
};
const dark = new Set<Kind>(['sold', 'closed by host', 'closed by import', 'minimum through']);
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']; // prettier-ignore

const cell = 26;
const left = 110;
const top = 60;
const legendColumns = 5;
const legendWidth = 185;
const width = left + 31 * cell + 24;
const legendTop = top + 12 * cell + 28;
const height = legendTop + Math.ceil(kinds.length / legendColumns) * 28 + 40;

const text = (x: number, y: number, words: string, more = ''): string =>
  `<text x="${x}" y="${y}"${more}>${words}</text>`;

function square({ night, kind, free, closedToArrival }: YearNight): string {
  const day = Number(night.slice(8));
  const x = left + (day - 1) * cell;
  const y = top + (Number(night.slice(5, 7)) - 1) * cell;
  const ink = dark.has(kind) ? '#ffffff' : '#111827';
  const noArrival =
    free && closedToArrival
      ? `<path d="M${x + 1} ${y + cell - 2}h${cell - 4}" stroke="#111827" stroke-width="3"/>`
      : '';
  const weight = weekdayOf(night) === 1 ? ' font-weight="bold"' : '';
  return `<rect x="${x}" y="${y}" width="${cell - 2}" height="${cell - 2}" rx="3" fill="${colours[kind]}"/>${text(x + cell / 2 - 1, y + 16, String(day), ` text-anchor="middle" font-size="11" fill="${ink}"${weight}`)}${noArrival}`;
}

function legend(kind: Kind, index: number): string {
  const x = 24 + (index % legendColumns) * legendWidth;
  const y = legendTop + Math.floor(index / legendColumns) * 28;
  return `<rect x="${x}" y="${y}" width="18" height="18" rx="3" fill="${colours[kind]}"/>${text(x + 26, y + 14, kind, ' font-size="13"')}`;
}

export function drawYear(nights: readonly YearNight[]): string {
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="Helvetica, Arial, sans-serif" fill="#111827">`,
    '<title>The year of one home</title>',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text(24, 34, 'The year of one home, seen on 20 January 2027', ' font-size="19" font-weight="bold"'),
    ...months.map((month, index) => text(24, top + index * cell + 17, month, ' font-size="13"')),
    ...nights.map(square),
    ...kinds.map(legend),
    text(24, height - 16, 'Bold: a Monday. Underlined: no arrival on this day.', ' font-size="13"'),
    '</svg>',
  ];
  return `${lines.join('\n')}\n`;
}
