/** A key for one press of a form. Not `crypto.randomUUID`, which a page without https does not have. */
export const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
