import { evidenceFileFields, type EvidenceFileField } from '../../domain/dispute-files';
import { evidenceFields, evidenceLengths, type EvidenceField } from '../../domain/dispute-evidence';

/** What each field of the provider's is asked for. */
const labels: Readonly<Record<EvidenceField, string>> = {
  customerName: "Guest's name",
  customerEmailAddress: "Guest's e-mail",
  customerPurchaseIp: 'Address (IP) that it was bought from',
  billingAddress: 'Billing address',
  serviceDate: 'Date of the stay',
  productDescription: 'What was sold',
  accessActivityLog: 'What shows that the guest came and used it',
  cancellationPolicyDisclosure: 'How the cancellation policy was shown',
  cancellationRebuttal: 'Why it was not cancelled in time',
  refundPolicyDisclosure: 'How the refund policy was shown',
  refundRefusalExplanation: 'Why there was no refund',
  duplicateChargeId: 'The other charge, where one is said to be double',
  duplicateChargeExplanation: 'Why the two charges are not one',
  uncategorizedText: 'Anything else',
};

/** In the order of the form: the guest, the stay, the policies, the rest. */
export const evidenceForm = (Object.keys(labels) as EvidenceField[]).map((field) => ({
  field,
  label: labels[field],
  lengthMax: evidenceLengths[field],
  isLong: evidenceLengths[field] > 1_000,
}));

export const labelOfEvidence = (field: string): string =>
  (evidenceFields as readonly string[]).includes(field) ? labels[field as EvidenceField] : field;

const fileLabels: Readonly<Record<EvidenceFileField, string>> = {
  customerCommunication: 'Messages with the guest',
  serviceDocumentation: 'What shows that the stay was given',
  receipt: 'Receipt or confirmation that the guest was sent',
  customerSignature: "Paper with the guest's signature",
  cancellationPolicy: 'Cancellation policy as it was shown',
  refundPolicy: 'Refund policy as it was shown',
  duplicateChargeDocumentation: 'Paper of the other charge',
  uncategorizedFile: 'Any other paper',
};

export const fileForm = (Object.keys(fileLabels) as EvidenceFileField[]).map((field) => ({
  field: field as string,
  label: fileLabels[field],
}));

export const labelOfFile = (field: string): string =>
  (evidenceFileFields as readonly string[]).includes(field) ? fileLabels[field as EvidenceFileField] : field;

/** 1.2 MB, 340 KB: as the banks count. */
export const shownSize = (bytes: number): string =>
  bytes >= 1_000_000 ? `${(bytes / 1_000_000).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1_000))} KB`;
