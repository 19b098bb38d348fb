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
