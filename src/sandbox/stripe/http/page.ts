import type { ServerResponse } from 'node:http';

/** A page of the sandbox for a browser. `content` is HTML of our own: nothing that somebody sent. */
export function answerPage(res: ServerResponse, status: number, title: string, content: string): void {
  res.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'self'",
    'referrer-policy': 'no-referrer',
  });
  res.end(`<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1>${content}</html>`);
}
