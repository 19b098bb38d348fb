import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errors } from '@strapi/utils';
import { asPlainJpeg } from './plain-jpeg';

/** What we use of Strapi's upload plugin: it makes the smaller sizes and hands all of them to the storage provider. */
export interface UploadService {
  upload(input: { data: UploadData; files: UploadFile | UploadFile[] }, options?: object): Promise<{ id: number }[]>;
  replace(id: number, input: { data: UploadData; file: UploadFile }, options?: object): Promise<unknown>;
  findOne(id: number): Promise<{ id: number } | null>;
  remove(file: { id: number }): Promise<unknown>;
}

interface UploadData {
  readonly fileInfo?: FileInfo | FileInfo[];
}

interface FileInfo {
  readonly name?: string | null;
}

export interface UploadFile {
  readonly filepath: string;
  readonly originalFilename: string | null;
  readonly mimetype: string;
  readonly size: number;
}

/** What somebody sent cannot be decoded as a picture that we take. */
export class NotAPicture extends errors.ValidationError<string, object> {}

/** Pictures in one request: each is decoded, and a small file can unpack to 50 megapixels. */
export const filesMax = 20;

/**
 * Stores nothing but JPEGs of our own making, whoever uploads or replaces a file and through which route: a camera writes the place
 * into a picture, and a file can be a picture and a page at once. It stands in the plugin's service, below all of its routes.
 */
export function keepUploadsPlain(service: UploadService): void {
  const { upload, replace } = service;
  service.upload = ({ data, files }, options) => {
    const sent = Array.isArray(files) ? files : [files];
    if (sent.length > filesMax) throw new NotAPicture(`At most ${filesMax} pictures at once`, tooMany);
    return withPlain(sent, (plain) => upload({ data: { ...data, ...renamed(data.fileInfo) }, files: plain }, options));
  };
  service.replace = (id, { data, file }, options) =>
    withPlain([file], ([plain = file]) =>
      replace(id, { data: { ...data, ...renamed(data.fileInfo) }, file: plain }, options),
    );
}

const tooMany = { reasons: [{ code: 'too_many', field: 'files', limit: filesMax }] };

/** One after the other: decoded pictures are big. */
async function withPlain<T>(files: readonly UploadFile[], use: (plain: UploadFile[]) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'casita-upload-'));
  try {
    const plain: UploadFile[] = [];
    for (const [index, file] of files.entries()) plain.push(await plainFile(file, join(folder, `${index}.jpg`)));
    return await use(plain);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Without the type that was guessed from the first bytes of what was sent. */
async function plainFile(file: UploadFile, filepath: string): Promise<UploadFile> {
  const jpeg = await asPlainJpeg(file.filepath);
  if (!jpeg) {
    throw new NotAPicture('Not a picture that can be used: JPEG, PNG or WebP, at most 50 megapixels', {
      reasons: [{ code: 'not_allowed', field: 'files', limit: ['jpeg', 'png', 'webp'], value: file.originalFilename }],
    });
  }
  await writeFile(filepath, jpeg);
  const originalFilename = jpegName(file.originalFilename ?? 'photo');
  return { filepath, originalFilename, mimetype: 'image/jpeg', size: jpeg.length };
}

function renamed(info: UploadData['fileInfo']): UploadData {
  if (info === undefined) return {};
  return { fileInfo: Array.isArray(info) ? info.map(withJpegName) : withJpegName(info) };
}

const withJpegName = (info: FileInfo): FileInfo =>
  info.name ? { ...info, name: info.name.replace(ending, '.jpg') } : info;

const ending = /\.(jpe?g|png|webp)$/i;

/** A stored file is served as what its name ends in. */
const jpegName = (name: string): string => `${name.replace(/\.[^.]*$/, '') || 'photo'}.jpg`;
