import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Failure } from '#protocol';

/** Seals what must be kept and used but never read: passwords and signing secrets of destinations. */
export interface Secrets {
  /** @param context what the secret belongs to (a row's id): sealed in, so that a ciphertext cannot be moved to another row */
  seal(plain: string, context: string): Buffer;
  /** Throws `secret.unreadable` where key, context or bytes are not those of the sealing. */
  open(sealed: Buffer, context: string): string;
}

/** The first byte names the format, so that a key can be changed one day without guessing. */
const FORMAT = 1;
const NONCE = 12;
const TAG = 16;

/**
 * AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce; bytes are `format ‖ nonce ‖ tag ‖ ciphertext`.
 *
 * @param key 32 bytes that are kept outside the database: whoever has a dump has ciphertext only
 */
export function createSecrets(key: Uint8Array): Secrets {
  if (key.byteLength !== 32) throw new RangeError('The key of the secrets has 32 bytes.');
  return {
    seal(plain, context) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
      cipher.setAAD(Buffer.from(context));
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(FORMAT), nonce, cipher.getAuthTag(), text]);
    },
    open(sealed, context) {
      try {
        if (sealed[0] !== FORMAT || sealed.byteLength < 1 + NONCE + TAG)
          throw new Error('not a sealed secret');
        const nonce = sealed.subarray(1, 1 + NONCE);
        const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
        decipher.setAAD(Buffer.from(context));
        decipher.setAuthTag(sealed.subarray(1 + NONCE, 1 + NONCE + TAG));
        return Buffer.concat([decipher.update(sealed.subarray(1 + NONCE + TAG)), decipher.final()]).toString(
          'utf8',
        );
      } catch (cause) {
        throw new Failure(
          'secret.unreadable',
          "A stored password cannot be read with this server's key. Restore the key, or enter the password again.",
          undefined,
          { cause },
        );
      }
    },
  };
}
