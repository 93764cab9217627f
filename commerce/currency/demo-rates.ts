/** Steady made-up units for one euro: of the demo shop, and of machines that reach no bank. */
export const DEMO_RATES: Readonly<Record<string, string>> = {
  USD: '1.1',
  GBP: '0.86',
  JPY: '165',
  CHF: '0.95',
  SEK: '11.2',
};

/** Who is named as the source of those. */
export const DEMO_SOURCE = 'demo';
