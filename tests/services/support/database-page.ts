import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Named } from './catalogue';

export interface PageRow extends Named {
  readonly purpose: string;
  /** The heading above its table. */
  readonly chapter: string;
}

export interface DatabasePage {
  /** Tables with a section of their own, by chapter. */
  readonly tables: ReadonlyMap<string, string>;
  readonly rows: readonly PageRow[];
}

export const chapters = {
  contentTypes: 'Content types',
  others: "Strapi's and the queue's",
} as const;

/** docs/database.md: `##` is a chapter, `###` a table, each row of a table under it a key, constraint or index. */
export function readDatabasePage(): DatabasePage {
  const tables = new Map<string, string>();
  const rows: PageRow[] = [];
  let chapter = '';
  let table = '';
  for (const line of readFileSync(join(__dirname, '../../../docs/database.md'), 'utf8').split('\n')) {
    if (line.startsWith('## ')) [chapter, table] = [line.slice(3), ''];
    if (line.startsWith('### ')) tables.set((table = line.slice(4)), chapter);
    const cells = line.split('|').map((cell) => cell.trim());
    const name = /^`(\w+)`$/.exec(cells[1] ?? '')?.[1];
    if (name && table) rows.push({ table, name, what: cells[2] ?? '', purpose: cells[3] ?? '', chapter });
  }
  return { tables, rows };
}

/** Tables of Strapi's own, and how it names what it puts on any table. */
export const strapisTables = /^(admin|strapi|i18n|up|upload|files)_|^files$/;
export const strapisNames = /_(pkey|fk|ifk|ofk|oifk|idx|idix|oidx|uq|index)$/;
