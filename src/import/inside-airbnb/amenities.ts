import type { AmenityRecord } from '../../api/property/listing-record';
import { amenityGroup } from './amenity-groups';
import { plainLine } from './text';

/** Names that changed over the years, by code. */
const renamed: Readonly<Record<string, string>> = {
  'wi-fi': 'wifi',
  'wireless-internet': 'wifi',
  'smoke-detector': 'smoke-alarm',
  'carbon-monoxide-detector': 'carbon-monoxide-alarm',
  'laptop-friendly-workspace': 'dedicated-workspace',
  'family-kid-friendly': 'family-friendly',
};

/**
 * The amenities of a listing, each once. Two notations are in use: a JSON list, and, in older files, {TV,"Cable TV",Wifi}.
 * @returns undefined where the file does not say; an empty list says nothing either: some years have it in every row
 */
export function amenitiesOf(field: string | undefined): AmenityRecord[] | undefined {
  const byCode = new Map<string, AmenityRecord>();
  for (const given of namesIn((field ?? '').trim())) {
    const name = plainLine(given, 120);
    const code = name === null ? '' : amenityCode(name);
    // Older files have entries such as "translation missing: en.hosting_amenity_49".
    if (name === null || code === '' || code.startsWith('translation-missing')) continue;
    if (!byCode.has(code)) byCode.set(code, { code, name, group: amenityGroup(code) });
  }
  return byCode.size === 0 ? undefined : [...byCode.values()];
}

/** Letters and digits of any script, in lower case and without accents, joined by hyphens. */
export function amenityCode(name: string): string {
  const code = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80)
    .replace(/-$/, '');
  return renamed[code] ?? code;
}

function namesIn(text: string): string[] {
  if (text.startsWith('[')) return jsonNames(text);
  if (text.startsWith('{') && text.endsWith('}')) return braceNames(text.slice(1, -1));
  return [];
}

function jsonNames(text: string): string[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.filter((name): name is string => typeof name === 'string') : [];
  } catch {
    return [];
  }
}

/** Quoted names may hold commas and, escaped with a backslash, quotes. */
const braceNames = (text: string): string[] =>
  [...text.matchAll(/"((?:[^"\\]|\\.)*)"|([^,"]+)/g)].map(([, quoted, bare]) =>
    quoted === undefined ? (bare ?? '').trim() : quoted.replace(/\\(.)/g, '$1'),
  );
