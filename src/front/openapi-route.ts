import type { Context } from 'koa';
import type { Core } from '@strapi/strapi';
import { allOperations } from '../contract/operations';
import { openApiDocument } from '../openapi/document';
import { installedCollections } from '../openapi/installed-collections';
import { setPlainHeaders } from './page';

/** `/openapi.json`, made once, when it is first asked for. */
export function openApiRoute(
  strapi: Core.Strapi,
  options: { readonly name: string; readonly sandbox: boolean },
): (ctx: Context) => void {
  let text: string | null = null;
  return (ctx) => {
    text ??= JSON.stringify(
      openApiDocument({
        ...options,
        version: String(strapi.config.get('info.version')),
        operations: allOperations,
        collections: installedCollections(strapi),
      }),
    );
    setPlainHeaders(ctx);
    ctx.set('Access-Control-Allow-Origin', '*');
    ctx.set('Cache-Control', 'no-cache');
    ctx.type = 'application/json; charset=utf-8';
    ctx.body = text;
  };
}
