import type { Modules } from '@strapi/strapi';

/** One write of the document service, as its middlewares see it. */
export interface DocumentWrite {
  readonly uid: string;
  readonly action: 'create' | 'update' | 'delete' | 'clone' | 'publish' | 'unpublish' | 'discardDraft';
  /** Null when it creates. */
  readonly documentId: string | null;
  /** What is to be written: change it in place. */
  readonly data: Record<string, unknown>;
}

const writes = ['create', 'update', 'delete', 'clone', 'publish', 'unpublish', 'discardDraft'] as const;

/** Null for reads. */
export function writeOf(context: Modules.Documents.Middleware.Context): DocumentWrite | null {
  const action = writes.find((candidate) => candidate === context.action);
  if (action === undefined) return null;
  const params = context.params as { documentId?: string; data?: Record<string, unknown> };
  return { uid: context.uid, action, documentId: params.documentId ?? null, data: params.data ?? {} };
}
