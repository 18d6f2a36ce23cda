import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSecrets } from './index';

const key = randomBytes(32);

describe('a sealed secret', () => {
  it('opens again under the same key and context, and does not show the secret', () => {
    const secrets = createSecrets(key);
    const sealed = secrets.seal('abcd EFGH ijkl — ü', 'destination-1');
    expect(sealed.toString('latin1')).not.toContain('abcd');
    expect(secrets.open(sealed, 'destination-1')).toBe('abcd EFGH ijkl — ü');
  });

  it('is other bytes each time', () => {
    const secrets = createSecrets(key);
    expect(secrets.seal('same', 'a').equals(secrets.seal('same', 'a'))).toBe(false);
  });

  const unreadable = expect.objectContaining({ code: 'secret.unreadable' });
  it('does not open for another row, under another key, or after a changed bit', () => {
    const secrets = createSecrets(key);
    const sealed = secrets.seal('secret', 'destination-1');
    expect(() => secrets.open(sealed, 'destination-2')).toThrow(unreadable);
    expect(() => createSecrets(randomBytes(32)).open(sealed, 'destination-1')).toThrow(unreadable);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(() => secrets.open(changed, 'destination-1')).toThrow(unreadable);
    }
    expect(() => secrets.open(Buffer.alloc(0), 'destination-1')).toThrow(unreadable);
  });

  it('needs a key of 32 bytes', () => {
    expect(() => createSecrets(randomBytes(16))).toThrow(RangeError);
  });
});
