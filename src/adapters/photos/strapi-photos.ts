import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PhotoStore } from '../../ports';
import { asPlainJpeg } from './plain-jpeg';

/** What we use of Strapi's upload plugin: it makes the smaller sizes and hands all of them to the storage provider. */
export interface UploadService {
  upload(input: { data: { fileInfo: object }; files: object }): Promise<{ id: number }[]>;
  findOne(id: number): Promise<{ id: number } | null>;
  remove(file: { id: number }): Promise<unknown>;
}

export function strapiPhotos(service: () => UploadService): PhotoStore {
  return {
    async store(path, name) {
      const jpeg = await asPlainJpeg(path);
      if (!jpeg) return null;
      const folder = await mkdtemp(join(tmpdir(), 'casita-photo-'));
      try {
        const filepath = join(folder, 'photo.jpg');
        await writeFile(filepath, jpeg);
        const { size } = await stat(filepath);
        const file = { filepath, originalFilename: `${name}.jpg`, mimetype: 'image/jpeg', size };
        const [stored] = await service().upload({ data: { fileInfo: { name: `${name}.jpg` } }, files: file });
        if (!stored) throw new Error('the upload plugin stored nothing');
        return { fileId: stored.id };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },

    async remove(fileId) {
      const file = await service().findOne(fileId);
      if (file) await service().remove(file);
    },
  };
}
