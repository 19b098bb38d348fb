import { panelStore } from '../panel-store';

/** What the signed-in user may read of the content type whose page is open, from the answer that the panel itself loads at sign-in. */

interface Permission {
  readonly action: string;
  readonly subject?: string | null;
  readonly properties?: { readonly fields?: readonly string[] | null };
}

interface PanelState {
  readonly adminApi?: { readonly queries?: Readonly<Record<string, { readonly data?: unknown } | undefined>> };
}

/** Names of the top-level fields: those that a new entry is made with, or that an entry shows. Null where nothing is known. */
export function readableFields(): ReadonlySet<string> | null {
  const [, uid, entry] =
    /\/(?:collection-types|single-types)\/([^/]+)(?:\/([^/]+))?/.exec(window.location.pathname) ?? [];
  if (uid === undefined) return null;
  const verb = entry === 'create' ? 'create' : 'read';
  const reading = permissions().filter(
    ({ action, subject }) =>
      action === `plugin::content-manager.explorer.${verb}` && subject === decodeURIComponent(uid),
  );
  const fields = reading.flatMap(({ properties }) => properties?.fields ?? []);
  return fields.length === 0 ? null : new Set(fields.map((field) => field.split('.')[0] ?? field));
}

function permissions(): readonly Permission[] {
  const state = panelStore()?.getState() as PanelState | undefined;
  const loaded = state?.adminApi?.queries?.['getMyPermissions(undefined)']?.data;
  return Array.isArray(loaded) ? (loaded as Permission[]) : [];
}
