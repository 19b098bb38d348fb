import sharp from 'sharp';

const allowed = new Set(['jpeg', 'png', 'webp']);
/** 50 megapixels: more than any camera that hosts use, less than what a crafted file would unpack to. */
const pixelsMax = 50_000_000;
const edgeMax = 2_560;

/**
 * The picture as a JPEG of its own making: turned upright, at most `edgeMax` wide or high, without metadata. Decoding decides
 * what a file is, not its name or declared type. Null where it is not one of the allowed kinds, too big or broken.
 */
export async function asPlainJpeg(path: string): Promise<Buffer | null> {
  try {
    const image = sharp(path, { limitInputPixels: pixelsMax, failOn: 'error' });
    const { format } = await image.metadata();
    if (!allowed.has(format ?? '')) return null;
    return await image
      .rotate()
      .resize({ width: edgeMax, height: edgeMax, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 82, progressive: true })
      .toBuffer();
  } catch {
    // sharp says no by throwing; whatever its reason, the file is not a picture that we take.
    return null;
  }
}
