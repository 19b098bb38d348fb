import { z } from 'zod';
import { MAXIMUM_CHARGE } from '../../currencies';
import { choice, created, currency, emptyable, flag, integer, metadata, page, text } from '../../http/params';

export const createParams = z.strictObject({
  amount: integer(1, MAXIMUM_CHARGE).optional(),
  currency: currency(),
  description: text(1000).optional(),
  destination: text(255),
  metadata: metadata().optional(),
  source_transaction: text(255).optional(),
  source_type: choice('card').optional(),
  transfer_group: text(255).optional(),
});

export const updateParams = z.strictObject({
  description: emptyable(text(1000)).optional(),
  metadata: metadata().optional(),
});

export const listParams = z.strictObject({
  ...page,
  created,
  destination: text(255).optional(),
  transfer_group: text(255).optional(),
});

export const reverseParams = z.strictObject({
  amount: integer(1, MAXIMUM_CHARGE).optional(),
  description: text(1000).optional(),
  metadata: metadata().optional(),
  refund_application_fee: flag().optional(),
});

export const updateReversalParams = z.strictObject({ metadata: metadata().optional() });
