import { createReadStream } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Context } from 'koa';
import type { FrontRoutes } from './router';
import { setPageHeaders, setPlainHeaders } from './page';

const assets = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
  'favicon-32x32.png': 'image/png',
} as const;

const start = `window.onload = () => SwaggerUIBundle({
  url: '/openapi.json', dom_id: '#docs', deepLinking: true, docExpansion: 'list', defaultModelsExpandDepth: 0, validatorUrl: null,
});`;

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>API reference</title>
<link rel="stylesheet" href="/docs/swagger-ui.css"><link rel="icon" href="/docs/favicon-32x32.png"></head>
<body><div id="docs"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body>
</html>
`;

/** `/docs`: Swagger UI from our own disk; nothing is loaded from elsewhere. */
export function docsRoutes(): FrontRoutes {
  const folder = dirname(require.resolve('swagger-ui-dist/package.json'));
  const files = Object.entries(assets).map(([name, type]) => [
    `/docs/${name}`,
    {
      GET: (ctx: Context) => {
        setPlainHeaders(ctx);
        ctx.set('Cache-Control', 'public, max-age=86400');
        ctx.type = type;
        ctx.body = createReadStream(join(folder, name));
      },
    },
  ]);
  return {
    '/docs': { GET: docsPage },
    '/docs/start.js': { GET: startScript },
    ...(Object.fromEntries(files) as FrontRoutes),
  };
}

function docsPage(ctx: Context): void {
  // Swagger UI writes style attributes; scripts stay limited to the two files.
  setPageHeaders(ctx, { 'script-src': "'self'", 'style-src': "'self' 'unsafe-inline'", 'connect-src': "'self'" });
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = page;
}

function startScript(ctx: Context): void {
  setPlainHeaders(ctx);
  ctx.type = 'text/javascript; charset=utf-8';
  ctx.body = start;
}
