import { createHash, randomBytes } from 'node:crypto';

export interface MailedToken {
  /** 256 random bits: goes into the mail and nowhere else. */
  readonly token: string;
  /** What the database keeps. The token is random, so a plain hash cannot be searched back. */
  readonly hash: string;
}

export function newMailedToken(): MailedToken {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashOfToken(token) };
}

export const hashOfToken = (token: string): string => createHash('sha256').update(token, 'utf8').digest('hex');

export const resetMinutes = 30;
export const registrationHours = 24;
