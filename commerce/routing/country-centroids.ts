/** A point on the globe in degrees, WGS 84: latitude north, longitude east. */
export interface Coordinates {
  readonly latitude: number;
  readonly longitude: number;
}

/**
 * Where most people of a country roughly live, to a degree: good enough to say which warehouse is nearer, nothing else.
 * ISO 3166-1 alpha-2, upper case.
 */
const CENTROIDS: Readonly<Record<string, readonly [latitude: number, longitude: number]>> = {
  AE: [25, 55],
  AR: [-34, -60],
  AT: [48, 15],
  AU: [-34, 149],
  BE: [51, 4],
  BG: [43, 25],
  BR: [-20, -47],
  CA: [46, -78],
  CH: [47, 8],
  CL: [-34, -71],
  CN: [33, 113],
  CO: [5, -75],
  CY: [35, 33],
  CZ: [50, 15],
  DE: [51, 10],
  DK: [56, 11],
  EE: [59, 25],
  EG: [30, 31],
  ES: [40, -4],
  FI: [61, 25],
  FR: [47, 2],
  GB: [52, -1],
  GR: [39, 23],
  HK: [22, 114],
  HR: [45, 16],
  HU: [47, 19],
  ID: [-7, 110],
  IE: [53, -7],
  IL: [32, 35],
  IN: [22, 79],
  IS: [64, -21],
  IT: [43, 12],
  JP: [36, 138],
  KR: [37, 127],
  LI: [47, 10],
  LT: [55, 24],
  LU: [50, 6],
  LV: [57, 24],
  MA: [33, -7],
  MC: [44, 7],
  MT: [36, 14],
  MX: [20, -100],
  MY: [3, 102],
  NL: [52, 5],
  NO: [60, 10],
  NZ: [-39, 175],
  PE: [-11, -77],
  PH: [14, 121],
  PL: [52, 19],
  PT: [40, -8],
  RO: [46, 25],
  RS: [44, 21],
  SA: [24, 45],
  SE: [59, 16],
  SG: [1, 104],
  SI: [46, 15],
  SK: [49, 19],
  TH: [14, 101],
  TR: [40, 32],
  TW: [24, 121],
  UA: [49, 31],
  US: [39, -92],
  VN: [16, 107],
  ZA: [-28, 28],
};

/** Where a country's people roughly live; null for a country the table does not know. */
export function countryCentroid(country: string): Coordinates | null {
  const known = CENTROIDS[country.toUpperCase()];
  return known ? { latitude: known[0], longitude: known[1] } : null;
}
