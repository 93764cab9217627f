/**
 * Letters and digits that nobody takes for one another, in print or read aloud: without B8, I1L, O0, S5, Z2. 25 of them: about 4.6 bits each, so 12 make a
 * code that cannot be guessed and 16 one that money may hang on.
 */
export const CODE_ALPHABET = 'ACDEFGHJKMNPQRTUVWXY34679';
export const CODE_LENGTH = 12;
export const GIFT_CARD_LENGTH = 16;
/** Most codes that are made at once. */
export const MAX_CODES_AT_ONCE = 100_000;

/** Bytes from here on would favour the first letters. */
const FAIR_BYTES = 250;

/**
 * Unguessable codes, all different: a prefix and `length` letters of the alphabet. `drawBytes` gives so many bytes of real chance. Whether somebody has
 * such a code already, only the records know.
 */
export function generateCodes(
  count: number,
  options: { readonly length: number; readonly prefix: string },
  drawBytes: (count: number) => Uint8Array,
): string[] {
  const made = new Set<string>();
  let bytes: Uint8Array = new Uint8Array(0);
  let at = 0;
  while (made.size < count) {
    let code = options.prefix;
    for (let letters = 0; letters < options.length; ) {
      if (at === bytes.length) {
        bytes = drawBytes(Math.min(65_536, Math.max(64, (count - made.size) * (options.length + 1))));
        at = 0;
      }
      const byte = bytes[at] ?? FAIR_BYTES;
      at += 1;
      if (byte >= FAIR_BYTES) continue;
      code += CODE_ALPHABET[byte % CODE_ALPHABET.length];
      letters += 1;
    }
    made.add(code);
  }
  return [...made];
}

/** What a code may be made of when staff choose it: nothing that looks like something else in another script. */
export const isCode = (code: string): boolean => /^[A-Z0-9][A-Z0-9_-]{1,63}$/.test(code);

/** A gift card's code as it is compared: spaces and dashes are only for reading. */
export const normalGiftCardCode = (code: string): string => code.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();

/** A gift card's code in groups of four, for reading. */
export const shownGiftCardCode = (code: string): string => code.match(/.{1,4}/g)?.join(' ') ?? code;
