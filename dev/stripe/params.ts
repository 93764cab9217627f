import { invalid } from './fault.ts';
import type { FormGroup, FormValue } from './form.ts';

/** Fields of one call, read with the checks Stripe makes; each refusal names its field. */
export class Params {
  readonly #group: FormGroup;
  readonly #prefix: string;

  constructor(group: FormGroup, prefix = '') {
    this.#group = group;
    this.#prefix = prefix;
  }

  #name(name: string): string {
    return this.#prefix === '' ? name : `${this.#prefix}[${name}]`;
  }

  /** Refuses every field that is not among `known`. */
  only(known: readonly string[]): this {
    for (const name of Object.keys(this.#group))
      if (!known.includes(name))
        throw invalid(`Received unknown parameter: ${this.#name(name)}`, this.#name(name), 'parameter_unknown');
    return this;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#group, name);
  }

  raw(name: string): FormValue | undefined {
    return this.#group[name];
  }

  text(name: string): string | null {
    const value = this.#group[name];
    if (value === undefined || value === '') return null;
    if (typeof value !== 'string') throw invalid(`Invalid string: ${this.#name(name)}`, this.#name(name));
    if (value.length > 5000)
      throw invalid(
        `Invalid string: must be at most 5000 characters`,
        this.#name(name),
        'parameter_invalid_string_empty',
      );
    return value;
  }

  requiredText(name: string): string {
    const value = this.text(name);
    if (value === null)
      throw invalid(`Missing required param: ${this.#name(name)}.`, this.#name(name), 'parameter_missing');
    return value;
  }

  integer(name: string): number | null {
    const value = this.text(name);
    if (value === null) return null;
    if (!/^-?\d{1,15}$/.test(value))
      throw invalid(`Invalid integer: ${value}`, this.#name(name), 'parameter_invalid_integer');
    return Number(value);
  }

  flag(name: string): boolean | null {
    const value = this.text(name);
    if (value === null) return null;
    if (value !== 'true' && value !== 'false') throw invalid(`Invalid boolean: ${value}`, this.#name(name));
    return value === 'true';
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T | null {
    const value = this.text(name);
    if (value === null) return null;
    const found = allowed.find((one) => one === value);
    if (found === undefined)
      throw invalid(`Invalid ${this.#name(name)}: must be one of ${allowed.join(', ')}`, this.#name(name));
    return found;
  }

  /** A nested group; empty when it was not given. */
  group(name: string): Params {
    const value = this.#group[name];
    if (value === undefined || value === '') return new Params({}, this.#name(name));
    if (typeof value === 'string' || Array.isArray(value)) throw invalid(`Invalid object`, this.#name(name));
    return new Params(value, this.#name(name));
  }

  texts(name: string): string[] {
    const value = this.#group[name];
    if (value === undefined || value === '') return [];
    if (!Array.isArray(value)) throw invalid('Invalid array', this.#name(name));
    return value.map((one) => {
      if (typeof one !== 'string') throw invalid('Invalid string', this.#name(name));
      return one;
    });
  }

  /** Metadata within Stripe's limits: 50 names of up to 40 characters, texts of up to 500. Source: https://docs.stripe.com/metadata */
  metadata(): Record<string, string> {
    const value = this.#group.metadata;
    if (value === undefined || value === '') return {};
    if (typeof value === 'string' || Array.isArray(value)) throw invalid('Invalid object', 'metadata');
    const entries: [string, string][] = [];
    for (const [key, text] of Object.entries(value)) {
      if (typeof text !== 'string') throw invalid('Metadata values must be strings', `metadata[${key}]`);
      if (key.length > 40) throw invalid('Metadata keys have at most 40 characters', `metadata[${key}]`);
      if (text.length > 500) throw invalid('Metadata values can have up to 500 characters', `metadata[${key}]`);
      if (text !== '') entries.push([key, text]);
    }
    if (entries.length > 50) throw invalid('Metadata can have up to 50 keys', 'metadata');
    return Object.fromEntries(entries);
  }
}
