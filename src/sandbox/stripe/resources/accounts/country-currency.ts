/** The currency that an account of a country starts with; euro where it is legal tender, US dollars where we have none. */
const euro = new Set('at be cy de ee es fi fr gr hr ie it lt lu lv mt nl pt si sk bg'.split(' '));

const own: Readonly<Record<string, string>> = {
  ae: 'aed',
  au: 'aud',
  bh: 'bhd',
  br: 'brl',
  ca: 'cad',
  ch: 'chf',
  cz: 'czk',
  dk: 'dkk',
  gb: 'gbp',
  hu: 'huf',
  jp: 'jpy',
  mx: 'mxn',
  no: 'nok',
  nz: 'nzd',
  pl: 'pln',
  ro: 'ron',
  se: 'sek',
  sg: 'sgd',
  th: 'thb',
};

export function currencyOf(country: string): string {
  return euro.has(country) ? 'eur' : (own[country] ?? 'usd');
}
