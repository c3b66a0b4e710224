import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** AES-256-GCM as NIST SP 800-38D recommends it: 32-byte key, fresh 12-byte nonce each time, 16-byte tag. */
const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;

/** A text that only the holder of the key can read, and only under the name it was sealed with. All base64. */
export interface Sealed {
  readonly iv: string;
  readonly tag: string;
  readonly data: string;
}

/** A new store key, as it is written into the key file. */
export function newKeyText(): string {
  return randomBytes(KEY_BYTES).toString('base64');
}

/** The key of a key file; null if the text is not one. */
export function keyFromText(text: string): Buffer | null {
  const key = Buffer.from(text.trim(), 'base64');
  return key.length === KEY_BYTES ? key : null;
}

/** The key made of whatever an operator wrote into settings.js: any text will do, so it is hashed to the right length. */
export function keyFromPassphrase(text: string): Buffer {
  return createHash('sha256').update(`node-red-twitch store key\n${text}`).digest();
}

/** @param name whose the text is; opening it under another name fails, so that it cannot be moved */
export function seal(key: Buffer, name: string, text: string): Sealed {
  const iv = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv);
  cipher.setAAD(Buffer.from(name, 'utf8'));
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return {
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    data: data.toString('base64'),
  };
}

/** null when the key, the name or a single bit is another than at sealing. */
export function unseal(key: Buffer, name: string, sealed: Sealed): string | null {
  try {
    const decipher = createDecipheriv(CIPHER, key, Buffer.from(sealed.iv, 'base64'), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(name, 'utf8'));
    decipher.setAuthTag(Buffer.from(sealed.tag, 'base64'));
    return Buffer.concat([decipher.update(Buffer.from(sealed.data, 'base64')), decipher.final()]).toString(
      'utf8',
    );
  } catch {
    return null;
  }
}
