import { createHash } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { bookingViews } from './booking-views';
import { calendarViews } from './calendar-views';
import { componentViews } from './component-views';
import { couponViews } from './coupon-views';
import { homeViews } from './home-views';
import { reviewViews } from './review-views';
import type { View } from './view';

export const panelViews: readonly View[] = [
  ...homeViews,
  ...calendarViews,
  ...bookingViews,
  ...couponViews,
  ...reviewViews,
  ...componentViews,
];

interface Configuration {
  settings: Record<string, unknown>;
  metadatas: Record<string, { edit: Record<string, unknown>; list: Record<string, unknown> }>;
  layouts: { list: string[]; edit: { name: string; size: number }[][] };
}

interface ConfigurationService {
  findConfiguration(model: unknown): Promise<Configuration>;
  updateConfiguration(model: unknown, configuration: Configuration): Promise<unknown>;
}

const GRID = 12;

/**
 * Writes the declared views into the content manager's configuration. A view that an operator has changed since (in
 * "Configure the view") is theirs and is left alone: each one's fingerprint is kept from when it was last written.
 */
export async function applyViews(strapi: Core.Strapi): Promise<void> {
  const store = strapi.store({ type: 'plugin', name: 'casita' });
  const written = ((await store.get({ key: 'views' })) ?? {}) as Record<string, string>;
  const now: Record<string, string> = {};
  for (const view of panelViews) now[view.uid] = await applyView(strapi, view, written[view.uid]);
  await store.set({ key: 'views', value: { ...written, ...now } });
}

async function applyView(strapi: Core.Strapi, view: View, written: string | undefined): Promise<string> {
  const service = serviceOf(strapi, view);
  const model = strapi.getModel(view.uid as never);
  const current = await service.findConfiguration(model);
  if (written !== undefined && fingerprint(current) !== written) return written;
  await service.updateConfiguration(model, merge(current, view));
  return fingerprint(await service.findConfiguration(model));
}

const serviceOf = (strapi: Core.Strapi, { kind }: View) =>
  strapi
    .plugin('content-manager')
    .service(kind === 'component' ? 'components' : 'content-types') as ConfigurationService;

function merge(current: Configuration, view: View): Configuration {
  const metadatas = { ...current.metadatas };
  for (const [name, field] of Object.entries(view.fields)) {
    const known = metadatas[name];
    if (!known) throw new Error(`${view.uid} has no field ${name}`);
    const shows = field.shows === undefined ? {} : { mainField: field.shows };
    metadatas[name] = {
      edit: {
        ...known.edit,
        label: field.label,
        description: field.help ?? '',
        placeholder: field.placeholder ?? '',
        ...shows,
      },
      list: { ...known.list, label: field.label, ...('mainField' in known.list ? shows : {}) },
    };
  }
  return {
    ...current,
    settings: { ...current.settings, ...settingsOf(view) },
    metadatas,
    layouts: { list: [...(view.list ?? current.layouts.list)], edit: view.form.map(formRow) },
  };
}

function settingsOf({ kind, mainField, sort }: View): Record<string, unknown> {
  return {
    // Whole lists cannot be ticked: what would be done to them is done one by one, by a button that says what it does.
    ...(kind === 'content type' ? { bulkable: false, pageSize: 20 } : {}),
    ...(mainField === undefined ? {} : { mainField }),
    ...(sort === undefined ? {} : { defaultSortBy: sort[0], defaultSortOrder: sort[1] }),
  };
}

function formRow(row: readonly string[]): { name: string; size: number }[] {
  return row.map((cell) => {
    const [name = '', size] = cell.split(':');
    return { name, size: size === undefined ? GRID / row.length : Number(size) };
  });
}

const fingerprint = (configuration: Configuration): string =>
  createHash('sha256')
    .update(canonical([configuration.settings, configuration.metadatas, configuration.layouts]))
    .digest('hex');

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}
