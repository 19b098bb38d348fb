import type { Core, UID } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { wasUsed } from '../../../api/coupon/queries/was-used';
import { checkCouponForm, type CouponForm } from '../../../domain/coupon-terms';
import type { Reason } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import { readChange } from '../../documents/column-relations';
import type { DocumentWrite } from './document-write';

const uid = 'api::coupon.coupon';
type Values = Record<string, unknown>;

/**
 * A coupon that staff write makes sense as a whole, and is written in capitals, so that a code is the same however it is typed. One
 * that was used stays: bookings refer to it.
 */
export async function writeCoupon(strapi: Core.Strapi, write: DocumentWrite, next: () => unknown): Promise<never> {
  if (write.uid !== uid) return (await next()) as never;
  if (write.action === 'delete') await refuseUsed(strapi, write);
  else await checkWrite(strapi, write);
  return (await orTaken(next)) as never;
}

async function checkWrite(strapi: Core.Strapi, write: DocumentWrite): Promise<void> {
  const stored = await storedCoupon(strapi, write.documentId);
  if (write.documentId !== null && stored === null) return;
  if (typeof write.data['code'] === 'string') write.data['code'] = write.data['code'].trim().toUpperCase();
  const hostId = await hostAfter(strapi, stored, write.data['host']);
  if (write.data['host'] !== undefined || write.action === 'clone') write.data['host'] = hostId;
  const reasons = checkCouponForm(formOf({ ...stored, ...write.data }, hostId !== null));
  if (reasons.length > 0) throw new errors.ValidationError(reasons.map(say).join('; '), { reasons });
}

const storedCoupon = (strapi: Core.Strapi, documentId: string | null): Promise<Values | null> | null =>
  documentId === null
    ? null
    : strapi.db
        .query(uid as UID.ContentType)
        .findOne({ where: { documentId }, populate: { host: { select: ['id'] } } });

async function hostAfter(strapi: Core.Strapi, stored: Values | null, sent: unknown): Promise<number | null> {
  const change = sent === undefined ? 'unchanged' : readChange(sent);
  if (change === null) return null;
  if (change === 'unchanged') return ((stored?.['host'] ?? null) as { id: number } | null)?.id ?? null;
  const where =
    typeof change.documentId === 'string' ? { documentId: change.documentId } : { id: Number(change.id) || 0 };
  const host: { id: number } | null = await strapi.db
    .query('api::host-profile.host-profile')
    .findOne({ select: ['id'], where });
  if (!host)
    throw new errors.ValidationError('host: no such host', { reasons: [{ code: 'unknown_relation', field: 'host' }] });
  return host.id;
}

/** What a form leaves empty arrives as nothing, null or an empty text. */
function formOf(values: Values, hasHost: boolean): CouponForm {
  const textOf = (name: string): string | null => {
    const value = values[name];
    if (value === undefined || value === null || value === '') return null;
    return value instanceof Date ? value.toISOString() : String(value);
  };
  const numberOf = (name: string): number | null => {
    const value = textOf(name);
    return value === null ? null : Number(value);
  };
  return {
    code: textOf('code') ?? '',
    kind: textOf('kind') ?? 'percent',
    percent: numberOf('percent'),
    amount: numberOf('amount'),
    currency: textOf('currency'),
    fundedBy: textOf('fundedBy') ?? 'marketplace',
    hasHost,
    validFrom: textOf('validFrom'),
    validUntil: textOf('validUntil'),
    stayFrom: textOf('stayFrom'),
    stayUntil: textOf('stayUntil'),
    maxUses: numberOf('maxUses'),
    maxUsesPerGuest: numberOf('maxUsesPerGuest'),
  };
}

async function refuseUsed(strapi: Core.Strapi, { documentId }: DocumentWrite): Promise<void> {
  const { db } = strapi.get('casita') as Casita;
  if (documentId === null || !(await wasUsed(db, documentId))) return;
  throw new errors.ValidationError('Bookings were made with this coupon: switch it off instead', {
    reasons: [{ code: 'in_use', field: 'active' }],
  });
}

/** Two who make one code at once are told apart by the index alone. */
async function orTaken(next: () => unknown): Promise<unknown> {
  try {
    return await next();
  } catch (error) {
    if (!(error instanceof Error && 'constraint' in error && error.constraint === 'coupons_code')) throw error;
    throw new errors.ValidationError('code: another coupon has it', { reasons: [{ code: 'taken', field: 'code' }] });
  }
}

const words: Readonly<Record<string, string>> = {
  invalid_format: 'is 3 to 40 letters, digits and hyphens',
  required: 'is needed here',
  not_with_percent: 'is empty where a percentage is taken off',
  not_with_amount: 'is empty where an amount is taken off',
  out_of_range: 'is between 0.01 and 100, with two decimals at most',
  unknown_currency: 'is not a currency',
  not_chargeable: 'cannot be charged in this currency',
  order: 'is not after the beginning',
  too_big: 'is too big',
};

const say = ({ code, field }: Reason): string => `${field ?? ''} ${words[code] ?? code}`;
