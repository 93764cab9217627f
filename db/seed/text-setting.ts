import type { Localized } from './demo/types.ts';

const NARROW_PARTNERS = /(\d) (cm|mm|m|g|kg|ml|l|°C|W|%|€|£|\$|¥|h)(?![\p{L}\p{N}])/gu;

/** Keeps numbers and their units on one line: the space between them becomes a no-break space. */
export function setUnits(text: string): string {
  return text.replace(NARROW_PARTNERS, '$1\u00a0$2');
}

/** Both languages of a text with their units set. */
export function setText(text: Localized): Localized {
  return { en: setUnits(text.en), de: setUnits(text.de) };
}
