import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { Secrets } from '../ports';

/** Keyed hashing and encryption under the installation's secrets; each purpose has its own key. */
export function keyedSecrets(keys: { readonly quote: string; readonly encryption: string }): Secrets {
  const hmac = (key: string | Buffer) => (text: string) => createHmac('sha256', key).update(text, 'utf8').digest('hex');
  const derived = (purpose: string) => Buffer.from(hkdfSync('sha256', keys.encryption, 'casita', purpose, KEY_BYTES));
  const sealing = derived('calendar feed address');
  return {
    signQuote: hmac(keys.quote),
    calendarToken: hmac(derived('calendar export token')),
    seal: (text) => seal(sealing, text),
    open: (sealed) => open(sealing, sealed),
    sealedHash: hmac(derived('calendar feed address hash')),
  };
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM: nonce, tag and text in one. */
function seal(key: Buffer, text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
}

function open(key: Buffer, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
