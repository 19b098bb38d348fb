import type { Core } from '@strapi/strapi';
import { writeOf } from './document-write';
import { guardKeptRecord } from './kept-records';
import { guardOwnedWrite } from './owned-writes';

/** Before every other middleware of the document service: these read relations as the form sent them. */
export function installGuards(strapi: Core.Strapi): void {
  strapi.documents.use(async (context, next) => {
    const write = writeOf(context);
    if (write) {
      await guardKeptRecord(strapi, write);
      await guardOwnedWrite(strapi, write);
    }
    return next();
  });
}
