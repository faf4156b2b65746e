import { createCipheriv, createDecipheriv, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { EvenkeelError } from '../../lib/errors.ts';

const ITERATIONS = 1_000_000;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** What the salt line encrypts, so that a wrong passphrase is seen. */
const PROBE = 'pulumi';

/**
 * Pulumi's passphrase secrets provider: AES-256-GCM under PBKDF2-SHA256 of passphrase and salt. A ciphertext is
 * `v1:NONCE:CIPHERTEXT` in base64, a salt line `v1:SALT:` and the ciphertext of the word `pulumi`
 * (sdk/go/common/resource/config/crypt.go, pkg/secrets/passphrase).
 */
export class Crypter {
  readonly saltLine: string;
  readonly #key: Buffer;
  readonly #known = new Map<string, string>();

  private constructor(key: Buffer, saltLine: string) {
    this.#key = key;
    this.saltLine = saltLine;
  }

  /** The crypter of a salt line. Throws `engine.passphrase` when the passphrase is another one. */
  static async open(passphrase: string, saltLine: string): Promise<Crypter> {
    const [version, salt, ...probe] = saltLine.split(':');
    if (version !== 'v1' || salt === undefined || probe.length !== 3) throw wrongPassphrase();
    const crypter = new Crypter(await derive(passphrase, Buffer.from(salt, 'base64')), saltLine);
    if (crypter.decrypt(probe.join(':')) !== PROBE) throw wrongPassphrase();
    return crypter;
  }

  /** A crypter with a new salt. */
  static async create(passphrase: string): Promise<Crypter> {
    const salt = randomBytes(8);
    const key = await derive(passphrase, salt);
    const probe = new Crypter(key, '').encrypt(PROBE, '');
    return new Crypter(key, `v1:${salt.toString('base64')}:${probe}`);
  }

  /**
   * The same plain text in the same context (a resource) keeps its ciphertext while this object lives, so that what
   * did not change is written as it was.
   */
  encrypt(plain: string, context: string): string {
    const known = this.#known.get(`${context}\0${plain}`);
    if (known !== undefined) return known;
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    const ciphertext = `v1:${nonce.toString('base64')}:${body.toString('base64')}`;
    this.#known.set(`${context}\0${plain}`, ciphertext);
    return ciphertext;
  }

  decrypt(ciphertext: string, context = ''): string {
    const [version, nonce, body] = ciphertext.split(':');
    if (version !== 'v1' || nonce === undefined || body === undefined) throw wrongPassphrase();
    const sealed = Buffer.from(body, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', this.#key, Buffer.from(nonce, 'base64'));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    try {
      const plain = Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
      this.#known.set(`${context}\0${plain}`, ciphertext);
      return plain;
    } catch (cause) {
      throw wrongPassphrase(cause);
    }
  }
}

function derive(passphrase: string, salt: Buffer): Promise<Buffer> {
  return promisify(pbkdf2)(passphrase, salt, ITERATIONS, KEY_BYTES, 'sha256');
}

function wrongPassphrase(cause?: unknown): EvenkeelError {
  return new EvenkeelError(
    {
      code: 'engine.passphrase',
      message: 'the secrets of this stack cannot be decrypted with the passphrase of the state folder',
      allowed: 'the passphrase that encrypted them, in the file `passphrase` of the state folder',
      next: 'restore that file, or bring the stack up in a new state folder',
    },
    { cause },
  );
}
