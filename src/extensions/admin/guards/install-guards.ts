import type { Core } from '@strapi/strapi';
import { writeCoupon } from './coupon-rules';
import { writeOf } from './document-write';
import { guardFeedRange } from './feed-ranges';
import { guardKeptRecord } from './kept-records';
import { writeListing } from './listing-rules';
import { guardOwnedWrite } from './owned-writes';
import { checkRangeRules } from './range-rules';

/** Before every other middleware of the document service: these read relations as the form sent them. */
export function installGuards(strapi: Core.Strapi): void {
  strapi.documents.use(async (context, next) => {
    const write = writeOf(context);
    if (!write) return next();
    await guardKeptRecord(strapi, write);
    await guardOwnedWrite(strapi, write);
    await guardFeedRange(strapi, write);
    await checkRangeRules(strapi, write);
    return writeListing(strapi, write, () => writeCoupon(strapi, write, next));
  });
}
