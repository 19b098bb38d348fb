import type { Core } from '@strapi/strapi';

/** Addresses of pictures in a private store hold for a while only. Takes one picture, several, or none. */
export async function signedPictures(strapi: Core.Strapi, value: unknown): Promise<unknown> {
  const { signFileUrls } = strapi.plugin('upload').service('file') as { signFileUrls: (file: unknown) => unknown };
  if (Array.isArray(value)) return Promise.all(value.map(signFileUrls));
  return value ? signFileUrls(value) : value;
}
