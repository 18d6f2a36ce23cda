import { randomBytes } from 'node:crypto';

/** Crockford's base 32 without the letters that are mistaken for digits; 8 characters are 40 bits. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** A short id for slugs and for speech: 8 characters; the table's unique index catches the one repeat in a trillion. */
export function shortId(): string {
  return Array.from(randomBytes(8), (byte) => alphabet[byte % 32]).join('');
}
