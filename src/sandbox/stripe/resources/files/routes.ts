import type Stripe from 'stripe';
import { z } from 'zod';
import { ok, type Answer } from '../../http/answer';
import { answerList } from '../../http/listing';
import { Upload } from '../../http/multipart';
import { choice, created, page } from '../../http/params';
import { invalidParameter } from '../../http/problem';
import { route, type Call } from '../../http/route';
import { newId } from '../../ids';
import { insertFileContent } from '../../queries/file-content';
import { insertObject } from '../../queries/insert-object';
import { emit, seconds } from '../../work';
import { retrieveRoute } from '../retrieve';
import { fileKindOf, purposeNames, purposeOf } from './file-kind';

const createParams = z.strictObject({
  file: z.instanceof(Upload, { error: 'Invalid file: not an uploaded file' }),
  purpose: choice(...purposeNames),
});

export const fileRoutes = [
  route({ method: 'POST', path: '/v1/files', params: createParams, act: create }),
  route({
    method: 'GET',
    path: '/v1/files',
    params: z.strictObject({ ...page, created, purpose: choice(...purposeNames).optional() }),
    act: (call, params) =>
      answerList(call.tx, 'file', '/v1/files', params, {
        equal: { purpose: params.purpose },
        created: params.created,
      }),
  }),
  retrieveRoute('file', '/v1/files/:id'),
];

async function create(call: Call, { file, purpose }: z.output<typeof createParams>): Promise<Answer> {
  const { kinds, bytesMax, months } = purposeOf(purpose);
  const { bytes } = file;
  if (bytes.length === 0) throw invalidParameter('file', 'The file is empty.');
  if (bytes.length > bytesMax) {
    throw invalidParameter('file', `The file is too large: at most ${bytesMax} bytes for ${purpose}.`);
  }
  const kind = fileKindOf(bytes);
  if (kind === null || !kinds.includes(kind)) {
    throw invalidParameter('file', `Invalid file type for ${purpose}: must be one of ${kinds.join(', ')}.`);
  }
  const id = newId('file');
  const expires = months === null ? null : call.now.toZonedDateTimeISO('UTC').add({ months }).toInstant();
  const body: Stripe.File = {
    id,
    object: 'file',
    created: seconds(call.now),
    expires_at: expires === null ? null : seconds(expires),
    filename: file.name,
    links: { object: 'list', data: [], has_more: false, url: `/v1/file_links?file=${id}` },
    purpose,
    size: bytes.length,
    title: null,
    type: kind,
    url: `${call.sandbox.publicUrl}/v1/files/${id}/contents`,
  };
  await insertObject(call.tx, 'file', body.created, body, {}, call.account);
  await insertFileContent(call.tx, id, bytes);
  emit(call, 'file.created', body);
  return ok(body);
}
