/** What can be said for a disputed payment by files: one for each of the provider's fields that hold one. */
import type { Reason } from './refusal';

/** The provider's fields that are files, by its own names, without what is about shipping. (docs.stripe.com/api/disputes/update) */
export const evidenceFileFields = [
  'cancellationPolicy',
  'customerCommunication',
  'customerSignature',
  'duplicateChargeDocumentation',
  'receipt',
  'refundPolicy',
  'serviceDocumentation',
  'uncategorizedFile',
] as const;
export type EvidenceFileField = (typeof evidenceFileFields)[number];

/** The provider's names of files by field; an empty one takes a file away. */
export type EvidenceFiles = Readonly<Partial<Record<EvidenceFileField, string>>>;

/** All files of a dispute together, in bytes: what the banks take. (docs.stripe.com/disputes/best-practices) */
export const evidenceBytesMax = 4_500_000;
/** A picture as it is sent: it is made anew, and smaller. */
export const evidencePictureBytesMax = 15 * 1024 * 1024;

export interface EvidenceFile {
  readonly field: EvidenceFileField;
  readonly bytes: number;
}

/** Why a file cannot stand beside the others; the one in its own field makes room for it. */
export function checkEvidenceFile(file: EvidenceFile, standing: readonly EvidenceFile[]): Reason[] {
  const others = standing.filter(({ field }) => field !== file.field).reduce((sum, { bytes }) => sum + bytes, 0);
  const left = evidenceBytesMax - others;
  return file.bytes > left ? [{ code: 'too_big', field: 'file', limit: left, value: file.bytes }] : [];
}

/** Where a file stands with the provider. */
export type EvidenceFileState = 'waiting' | 'with_provider' | 'refused';

export const stateOfFile = (file: {
  readonly stripe_file: string | null;
  readonly refused: string | null;
}): EvidenceFileState => {
  if (file.refused !== null) return 'refused';
  return file.stripe_file === null ? 'waiting' : 'with_provider';
};
