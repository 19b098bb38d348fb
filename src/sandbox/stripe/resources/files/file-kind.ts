export type FileKind = 'pdf' | 'jpg' | 'png' | 'gif';

const beginnings: Readonly<Record<FileKind, string>> = {
  pdf: Buffer.from('%PDF-').toString('hex'),
  jpg: 'ffd8ff',
  png: '89504e470d0a1a0a',
  gif: Buffer.from('GIF8').toString('hex'),
};

export const mimeTypes: Readonly<Record<FileKind, string>> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
};

/** What a file is, by how it begins; neither its name nor its declared type decides. */
export function fileKindOf(bytes: Buffer): FileKind | null {
  const start = bytes.subarray(0, 8).toString('hex');
  const found = Object.entries(beginnings).find(([, beginning]) => start.startsWith(beginning));
  return found === undefined ? null : (found[0] as FileKind);
}

interface Purpose {
  readonly kinds: readonly FileKind[];
  readonly bytesMax: number;
  /** After how many months the file is gone; null: never. */
  readonly months: number | null;
}

const documents = { kinds: ['pdf', 'jpg', 'png'], bytesMax: 16_000_000, months: null } as const;
const pictures = { kinds: ['jpg', 'png', 'gif'], bytesMax: 512_000, months: null } as const;

/** What may be uploaded, for what. (docs.stripe.com/file-upload) */
export const purposes = {
  account_requirement: documents,
  business_icon: pictures,
  business_logo: pictures,
  dispute_evidence: { kinds: ['pdf', 'jpg', 'png'], bytesMax: 5_000_000, months: 9 },
  identity_document: documents,
} as const satisfies Record<string, Purpose>;

export const purposeNames = Object.keys(purposes) as [keyof typeof purposes, ...(keyof typeof purposes)[]];
export const purposeOf = (name: keyof typeof purposes): Purpose => purposes[name];
