/**
 * The routes of the panel that hosts and moderators may call; every other one answers 403, also one that a later
 * Strapi brings. Several of Strapi's own ask for a signed-in user and nothing more: fetching files from any address,
 * rewriting how forms look for everybody, counting all rows, validating entries by id without their conditions.
 */
export type RouteRule =
  /** As Strapi answers it. */
  | 'open'
  /** Entries: only the types of the role, checked parameters, trimmed answers; refused and missing are alike. */
  | 'entries'
  /** The relation picker of a form. */
  | 'picker'
  /** Files: only for hosts; no folder, no target beside the file's own words. */
  | 'upload'
  /** Folders are the staff's: an empty list. */
  | 'no_folders'
  /** Own profile: name and language, never e-mail or password. */
  | 'profile';

const open = (...routes: string[]): [string, RouteRule][] => routes.map((route) => [route, 'open']);
const rule = (kind: RouteRule, ...routes: string[]): [string, RouteRule][] => routes.map((route) => [route, kind]);

/** `METHOD plugin:path`, as the route is declared. */
export const allowedRoutes: ReadonlyMap<string, RouteRule> = new Map([
  ...open(
    'GET admin:/users/me',
    'GET admin:/users/me/permissions',
    'GET admin:/users/me/sessions',
    'DELETE admin:/users/me/sessions',
    'DELETE admin:/users/me/sessions/:sessionId',
    'POST admin:/logout',
    'GET admin:/information',
    'GET admin:/ai-feature-config',
    'GET admin:/license-trial-time-left',
    'GET admin:/guided-tour-meta',
    'GET admin:/telemetry-properties',
    'GET admin:/homepage/layout',
    'PUT admin:/homepage/layout',
    'POST admin:/permissions/check',
    'GET content-manager:/init',
    'GET content-manager:/content-types',
    'GET content-manager:/content-types-settings',
    'GET content-manager:/content-types/:uid/configuration',
    'GET content-manager:/components',
    'GET content-manager:/components/:uid/configuration',
    'GET content-manager:/homepage/recent-documents',
    'GET i18n:/locales',
    'GET upload:/configuration',
  ),
  ...rule('profile', 'PUT admin:/users/me'),
  ...rule(
    'entries',
    'GET content-manager:/collection-types/:model',
    'POST content-manager:/collection-types/:model',
    'GET content-manager:/collection-types/:model/:id',
    'PUT content-manager:/collection-types/:model/:id',
    'DELETE content-manager:/collection-types/:model/:id',
  ),
  ...rule(
    'picker',
    'GET content-manager:/relations/:model/:targetField',
    'GET content-manager:/relations/:model/:id/:targetField',
  ),
  ...rule(
    'upload',
    'GET upload:/files',
    'GET upload:/files/:id',
    'POST upload:/',
    'POST upload:/files',
    'PUT upload:/files/:id',
    'POST upload:/files/:id/replace',
    'DELETE upload:/files/:id',
  ),
  ...rule('no_folders', 'GET upload:/folders', 'GET upload:/folder-structure'),
]);
