/** Origins that a browser may call the API from; the admin panel is served from our own origin. */
const origins = (process.env.CORS_ORIGINS ?? '').split(',').filter(Boolean);

export default [
  'strapi::logger',
  'strapi::errors',
  'global::faults',
  {
    name: 'strapi::security',
    config: {
      contentSecurityPolicy: {
        useDefaults: true,
        directives: {
          'connect-src': ["'self'"],
          'img-src': ["'self'", 'data:', 'blob:'],
          'media-src': ["'self'", 'data:', 'blob:'],
          upgradeInsecureRequests: null,
        },
      },
    },
  },
  'global::api-security',
  {
    name: 'strapi::cors',
    config: {
      origin: origins,
      credentials: origins.length > 0,
      headers: ['Content-Type', 'Authorization', 'Accept', 'Idempotency-Key', 'X-Request-Id'],
      expose: ['Retry-After', 'X-Request-Id'],
      maxAge: 86_400,
    },
  },
  'global::lost-parameters',
  'strapi::query',
  {
    name: 'strapi::body',
    config: {
      includeUnparsed: true,
      jsonLimit: '256kb',
      formLimit: '64kb',
      textLimit: '64kb',
      formidable: { maxFileSize: 15 * 1024 * 1024 },
    },
  },
  'strapi::session',
  { name: 'strapi::favicon', config: { path: 'public/favicon.png' } },
  'strapi::public',
];
