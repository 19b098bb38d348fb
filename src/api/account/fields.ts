import { z } from 'zod';
import { isCleanText, text } from '../../contract/fields';

/** bcrypt reads 72 bytes and silently leaves out the rest: a longer password would be weaker than it looks. */
export const passwordBytesMax = 72;
export const passwordCharactersMin = 8;

const anyPassword = z
  .string()
  .refine(isCleanText, { message: 'not well-formed text', params: { code: 'invalid_text' } })
  .refine((value) => Buffer.byteLength(value, 'utf8') <= passwordBytesMax, {
    message: `at most ${passwordBytesMax} bytes in UTF-8`,
    params: { code: 'password_too_long' },
  });

/** A password that signs in. */
export const password = anyPassword.min(1).meta({ format: 'password' });

/** A password that is being set. */
export const newPassword = anyPassword.min(passwordCharactersMin).meta({
  format: 'password',
  description: `At least ${passwordCharactersMin} characters, at most ${passwordBytesMax} bytes in UTF-8`,
});

/** RFC 5321 allows 254 octets; kept in lower case, because mail systems do not tell cases apart. */
export const email = z.string().trim().toLowerCase().max(254).regex(z.regexes.email).meta({ format: 'email' });

/** Never with an @, so that no user name can be taken for another's mail address. */
export const username = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{1,58}[\p{L}\p{N}]$/u)
  .meta({ description: '3 to 60 letters, digits, spaces, dots, hyphens and underscores' });

/** A mail address or a user name. */
export const identifier = text(254, 1);

export const displayName = text(120, 1);

/** E.164, with the spaces, dots, brackets and hyphens that people write. */
export const phone = z
  .string()
  .trim()
  .max(32)
  .regex(/^\+[0-9][0-9 ().-]{5,30}$/)
  .meta({ description: 'With the country code: +351 21 000 0000' });

/** A token of ours, as mails carry it. */
export const mailedToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

export const profile = z
  .object({
    documentId: z.string(),
    username: z.string(),
    email: z.string(),
    displayName: z.string(),
    phone: z.string().nullable(),
    confirmed: z.boolean(),
    createdAt: z.string(),
    host: z.object({ documentId: z.string(), displayName: z.string() }).meta({ id: 'OwnHost' }).nullable(),
  })
  .meta({ id: 'OwnProfile' });

/** What Strapi's clients expect of signing in: the access token is `jwt`. */
export const signedIn = z.object({ jwt: z.string(), refreshToken: z.string(), user: profile }).meta({ id: 'SignedIn' });

export const tokens = z.object({ jwt: z.string(), refreshToken: z.string() }).meta({ id: 'SessionTokens' });

export const done = z.object({ ok: z.literal(true) }).meta({ id: 'Done' });
