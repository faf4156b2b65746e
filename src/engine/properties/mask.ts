import type { PropertyMap } from '../../lib/property.ts';
import { secretTexts } from './secrets.ts';

/** Shorter ones would blot out ordinary words; Pulumi's own log filter has the same bound. */
const SHORTEST_MASKED = 3;

/** Takes the secrets that a run has seen out of every text that leaves the engine. */
export class Mask {
  readonly #texts = new Set<string>();
  #forms: string[] = [];
  #formsOf = 0;

  /** Remembers the secrets in a property bag. */
  learn(properties: PropertyMap): void {
    secretTexts(properties, this.#texts);
  }

  learnText(text: string): void {
    this.#texts.add(text);
  }

  /** The text with every secret, as it is and as JSON escapes it, replaced by `[secret]`. */
  apply(text: string): string {
    if (this.#formsOf !== this.#texts.size) {
      this.#formsOf = this.#texts.size;
      this.#forms = formsOf(this.#texts);
    }
    return this.#forms.reduce((masked, form) => masked.replaceAll(form, '[secret]'), text);
  }
}

function formsOf(secrets: ReadonlySet<string>): string[] {
  const forms = [...secrets]
    .filter((secret) => secret.length >= SHORTEST_MASKED)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), ...secret.split('\n').filter(isLong)]);
  // the longest first, so that a secret that holds another one goes as a whole
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

function isLong(line: string): boolean {
  return line.length >= 8;
}
