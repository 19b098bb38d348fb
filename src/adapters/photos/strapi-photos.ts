import { stat } from 'node:fs/promises';
import type { PhotoStore } from '../../ports';
import { asPlainDocument } from './plain-document';
import { asPlainJpeg } from './plain-jpeg';
import { NotAPicture, type UploadService } from './plain-uploads';

/** @param service with `keepUploadsPlain` on it: what it stores is a JPEG of our own making */
export function strapiPhotos(service: UploadService): PhotoStore {
  return {
    async store(path, name) {
      const { size } = await stat(path);
      const file = { filepath: path, originalFilename: `${name}.jpg`, mimetype: 'image/jpeg', size };
      try {
        const [stored] = await service.upload({ data: { fileInfo: { name: `${name}.jpg` } }, files: file });
        if (!stored) throw new Error('the upload plugin stored nothing');
        return { fileId: stored.id };
      } catch (error) {
        if (error instanceof NotAPicture) return null;
        throw error;
      }
    },

    plain: asPlainJpeg,
    document: asPlainDocument,

    async remove(fileId) {
      const file = await service.findOne(fileId);
      if (file) await service.remove(file);
    },
  };
}
