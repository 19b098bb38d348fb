import { createHash } from 'node:crypto';
import type { Context } from 'koa';

const style = `
:root { color-scheme: light dark; --ink: #1d2430; --soft: #5d6675; --paper: #fbfaf7; --card: #ffffff; --line: #e4e0d8; --accent: #b4532a; }
@media (prefers-color-scheme: dark) { :root { --ink: #eceae5; --soft: #a5acb8; --paper: #14171c; --card: #1c2027; --line: #2e343d; --accent: #f0935f; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.6 system-ui, -apple-system, 'Segoe UI', sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 3.5rem 1.5rem 5rem; }
h1 { font-size: 2.4rem; line-height: 1.15; margin: 0 0 .5rem; letter-spacing: -.02em; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; }
p { max-width: 42rem; } .soft { color: var(--soft); }
a { color: var(--accent); }
a:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: 1rem; padding: 0; margin: 1.5rem 0; list-style: none; }
.cards a { display: block; height: 100%; padding: 1.1rem 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; color: inherit; text-decoration: none; }
.cards a:hover { border-color: var(--accent); } .cards strong { display: block; color: var(--accent); }
pre { overflow-x: auto; padding: 1rem 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; font-size: .875rem; }
code { font-family: ui-monospace, SFMono-Regular, Menlo, monospace; font-size: .9em; }
table { border-collapse: collapse; width: 100%; font-size: .925rem; } .scroll { overflow-x: auto; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); }
form { display: inline-flex; gap: .5rem; flex-wrap: wrap; margin: 0 .5rem .5rem 0; }
button { font: inherit; padding: .5rem 1rem; border-radius: .5rem; border: 1px solid var(--accent); background: var(--accent); color: var(--paper); cursor: pointer; }
input { font: inherit; padding: .45rem .75rem; border-radius: .5rem; border: 1px solid var(--soft); background: var(--card); color: inherit; }
`;

const styleHash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/** Text that is safe inside HTML, in attributes too. */
export class Html {
  constructor(readonly text: string) {}
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replace(/[&<>"']/g, (char) => escapes[char] ?? char);

type Piece = string | number | Html | readonly Html[];

/** Fills a template; every value is escaped unless it is Html already. */
export function html(template: TemplateStringsArray, ...values: readonly Piece[]): Html {
  const text = (value: Piece): string => {
    if (value instanceof Html) return value.text;
    if (typeof value === 'object') return value.map((one) => one.text).join('');
    return escape(String(value));
  };
  return new Html(
    template.reduce((sum, part, index) => sum + part + (index < values.length ? text(values[index] ?? '') : ''), ''),
  );
}

/** Headers for every page of ours: no script, nothing from elsewhere, not framed. */
export function setPageHeaders(ctx: Context, policy: Readonly<Record<string, string>> = {}): void {
  const directives = {
    'default-src': "'none'",
    'style-src': styleHash,
    'img-src': "'self' data:",
    'form-action': "'self'",
    'base-uri': "'none'",
    'frame-ancestors': "'none'",
    ...policy,
  };
  ctx.set(
    'Content-Security-Policy',
    Object.entries(directives)
      .map(([name, value]) => `${name} ${value}`)
      .join('; '),
  );
  setPlainHeaders(ctx);
}

/** Headers for every answer of the front. */
export function setPlainHeaders(ctx: Context): void {
  ctx.set('X-Content-Type-Options', 'nosniff');
  ctx.set('X-Frame-Options', 'DENY');
  ctx.set('Referrer-Policy', 'same-origin');
  ctx.set('Cross-Origin-Resource-Policy', 'same-origin');
  ctx.set('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
}

export function answerPage(ctx: Context, title: string, body: Html): void {
  setPageHeaders(ctx);
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(title)}</title><style>${style}</style></head>
<body><main>${body.text}</main></body>
</html>
`;
}
