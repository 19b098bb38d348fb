import { createHash } from 'node:crypto';
import type { Context } from 'koa';
import { html, setPageHeaders, type Html } from './page';

/** Black on white, on A4: what a browser prints, or keeps as PDF, looks as it does on the screen. */
const style = `
@page { size: A4; margin: 18mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 174mm; padding: 1rem; color: #111; background: #fff; font: 10.5pt/1.5 system-ui, -apple-system, 'Segoe UI', sans-serif; }
h1 { font-size: 18pt; margin: 0 0 .25rem; } h2 { font-size: 12pt; margin: 1.5rem 0 .5rem; } p { margin: 0 0 .25rem; }
table { border-collapse: collapse; width: 100%; } thead { display: table-header-group; } tr { break-inside: avoid; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: .5pt solid #bbb; }
.amount { text-align: right; padding-right: 0; white-space: nowrap; font-variant-numeric: tabular-nums; }
tfoot td { font-weight: 600; border-bottom: 0; } .soft { color: #555; }
@media print { body { padding: 0; } }
`;

const styleHash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/** A page to be printed: no script, nothing from elsewhere. */
export function answerPrintPage(ctx: Context, title: string, body: Html): void {
  setPageHeaders(ctx, { 'style-src': styleHash });
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = printPage(title, body);
}

export function printPage(title: string, body: Html): string {
  const head = html`<meta charset="utf-8" /><meta
      name="viewport"
      content="width=device-width, initial-scale=1"
    /><title>${title}</title>`;
  return `<!doctype html>
<html lang="en">
<head>${head.text}<style>${style}</style></head>
<body>${body.text}</body>
</html>
`;
}
