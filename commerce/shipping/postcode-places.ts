import type { Coordinates } from '../routing/country-centroids.ts';
import { roughPlace } from '../routing/us-state-centroids.ts';
import { postcodeKey } from './postcodes.ts';
import type { DeliveryPlace } from './zones.ts';

/**
 * Where postcodes roughly are, by the longest beginning that is known: whole areas to tens of kilometres, the towns that the demo shop drives to to one or
 * two. Good for a price per distance and for the nearest counter, not for finding a door. `PREFIX latitude longitude`.
 */
const AREAS: Readonly<Record<string, string>> = {
  AT: '1 48.2 16.4|2 48.1 16.4|3 48.3 15.5|4 48.2 14.1|5 47.8 13|6 47.2 10.9|7 47.6 16.5|8 47.1 15.3|9 46.7 14',
  DE:
    '01 51.05 13.74|02 51.2 14.6|03 51.75 14.3|04 51.3 12.4|06 51.5 11.9|07 50.9 11.8|08 50.6 12.4|09 50.8 12.9|10 52.52 13.4|12 52.45 13.45|13 52.57 13.35|' +
    '14 52.4 12.9|15 52.3 14.1|16 52.9 13.2|17 53.7 13.4|18 54.1 12.6|19 53.6 11.5|20 53.56 9.99|21 53.4 10|22 53.6 10.1|23 53.9 10.8|24 54.3 9.9|' +
    '25 54.2 9.2|26 53.3 7.8|27 53.2 8.9|28 53.08 8.81|29 52.8 10.3|30 52.37 9.73|31 52.2 9.6|32 52.1 8.7|33 51.85 8.6|34 51.3 9.4|35 50.6 8.7|36 50.7 9.8|' +
    '37 51.5 9.9|38 52.2 10.6|39 52.2 11.6|40 51.22 6.79|41 51.2 6.45|42 51.2 7.15|44 51.52 7.4|45 51.5 7.05|46 51.7 6.7|47 51.45 6.6|48 52 7.5|49 52.4 7.9|' +
    '50 50.93 6.9|51 50.98 7.2|52 50.8 6.3|53 50.65 7.1|54 49.9 6.7|55 49.9 8|56 50.35 7.5|57 50.9 8|58 51.3 7.6|59 51.6 8|60 50.12 8.67|61 50.3 8.7|' +
    '63 50.1 9|64 49.8 8.7|65 50.15 8.25|66 49.3 7.1|67 49.45 8.1|68 49.49 8.5|69 49.4 8.8|70 48.78 9.17|71 48.8 9.2|72 48.4 9.1|73 48.75 9.8|74 49.2 9.4|' +
    '75 48.9 8.7|76 49 8.3|77 48.5 8|78 47.9 8.7|79 47.9 7.9|80 48.15 11.56|81 48.12 11.6|82 47.9 11.3|83 47.85 12.2|84 48.4 12.4|85 48.5 11.6|86 48.4 10.8|' +
    '87 47.8 10.3|88 47.9 9.7|89 48.45 9.9|90 49.45 11.05|91 49.4 10.9|92 49.45 12|93 49 12.3|94 48.75 13.1|95 50.05 11.8|96 50.1 10.9|97 49.95 10|98 50.5 10.7|' +
    '99 51 10.9',
  NL: '1 52.4 4.9|2 52.1 4.4|3 51.95 4.8|4 51.6 4.4|5 51.5 5.5|6 51.6 5.9|7 52.3 6.3|8 52.9 5.9|9 53.2 6.5',
};
/** Single postcodes of Leipzig and around. */
const TOWNS: Readonly<Record<string, string>> = {
  DE:
    '04103 51.333 12.388|04105 51.349 12.366|04107 51.33 12.369|04109 51.339 12.365|04129 51.368 12.389|04155 51.361 12.37|04157 51.375 12.362|' +
    '04159 51.38 12.32|04177 51.338 12.33|04179 51.345 12.305|04205 51.315 12.277|04207 51.304 12.285|04209 51.315 12.3|04229 51.318 12.335|04249 51.3 12.325|' +
    '04275 51.318 12.372|04277 51.305 12.38|04279 51.29 12.395|04288 51.285 12.465|04289 51.3 12.43|04299 51.313 12.415|04315 51.343 12.405|04316 51.335 12.47|' +
    '04317 51.333 12.408|04318 51.346 12.43|04319 51.345 12.49|04328 51.353 12.45|04347 51.363 12.41|04349 51.387 12.44|04356 51.4 12.4|04357 51.377 12.415|' +
    '04435 51.396 12.222',
};
/** How far a door may be from the point that stands for it. */
const AREA_KM = 40;
const TOWN_KM = 2;
const COUNTRY_KM = 600;

/** Where an address roughly is. */
export interface RoughPlace {
  readonly coordinates: Coordinates;
  /** Kilometres it may be wrong by. */
  readonly withinKm: number;
}

const tables = new Map<string, ReadonlyMap<string, RoughPlace>>();

function tableOf(country: string): ReadonlyMap<string, RoughPlace> {
  const known = tables.get(country);
  if (known) return known;
  const table = new Map<string, RoughPlace>();
  const add = (text: string | undefined, withinKm: number) => {
    for (const row of text?.split('|') ?? []) {
      const [prefix = '', latitude, longitude] = row.split(' ');
      table.set(prefix, { coordinates: { latitude: Number(latitude), longitude: Number(longitude) }, withinKm });
    }
  };
  add(AREAS[country], AREA_KM);
  add(TOWNS[country], TOWN_KM);
  if (tables.size < 300) tables.set(country, table);
  return table;
}

/** Where an address roughly is: by its postcode as far as that is known, else by its state (United States) or country; null: nobody knows. */
export function placeOf({ country, region, postcode }: DeliveryPlace): RoughPlace | null {
  const key = postcode === null ? '' : postcodeKey(country, postcode);
  const table = tableOf(country);
  for (let length = key.length; length > 0; length -= 1) {
    const found = table.get(key.slice(0, length));
    if (found) return found;
  }
  const coordinates = roughPlace(country, region);
  return coordinates && { coordinates, withinKm: COUNTRY_KM };
}
