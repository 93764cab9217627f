import { variantsOf } from './products.ts';
import type { DemoProduct } from './types.ts';

/** Five warehouses in four countries; coordinates are those of the named industrial estates. */
export const demoWarehouses = [
  {
    code: 'LEJ',
    name: 'Leipzig',
    address1: 'Poststraße 8',
    city: 'Schkeuditz',
    zip: '04435',
    country: 'DE',
    latitude: 51.4006,
    longitude: 12.2211,
    priority: 1,
  },
  {
    code: 'RTM',
    name: 'Rotterdam',
    address1: 'Waalhaven Zuidzijde 19',
    city: 'Rotterdam',
    zip: '3089 JH',
    country: 'NL',
    latitude: 51.8822,
    longitude: 4.4452,
    priority: 2,
  },
  {
    code: 'DRF',
    name: 'Daventry',
    address1: 'Danes Way',
    city: 'Daventry',
    zip: 'NN6 7GX',
    country: 'GB',
    latitude: 52.3472,
    longitude: -1.1656,
    priority: 3,
  },
  {
    code: 'ABE',
    name: 'Lehigh Valley',
    address1: 'Boulder Drive',
    city: 'Breinigsville, PA',
    zip: '18031',
    country: 'US',
    latitude: 40.5509,
    longitude: -75.6262,
    priority: 4,
  },
  {
    code: 'RNO',
    name: 'Reno',
    address1: 'Lear Boulevard',
    city: 'Reno, NV',
    zip: '89506',
    country: 'US',
    latitude: 39.6457,
    longitude: -119.8902,
    priority: 5,
  },
] as const;

export type WarehouseCode = (typeof demoWarehouses)[number]['code'];

/** Opening stock of the variants that tell a story, in the order of `demoWarehouses`; every other one follows its product. */
const exceptions: Readonly<Record<string, readonly [number, number, number, number, number]>> = {
  'EB-TIDE-TALL-INK': [2, 0, 0, 1, 0],
  'EB-TIDE-SMAL-CLAY': [0, 0, 0, 0, 0],
  'EB-BOWL-32-MOSS': [1, 2, 0, 0, 0],
  'EB-HARB-MOSS': [0, 4, 0, 0, 0],
  'EB-MARS-CHAL': [3, 0, 0, 0, 0],
  'EB-RILC-AMBE': [0, 0, 0, 0, 0],
  'EB-BRAC-SMOK': [0, 1, 1, 0, 1],
  'EB-GRIS-LAVA': [5, 3, 0, 0, 0],
  'EB-TALL-24-BLAC': [0, 0, 2, 0, 0],
  'EB-KELP-LARG': [2, 1, 0, 0, 0],
  'EB-FURR-6040-INK': [0, 0, 0, 0, 0],
  'EB-LEEW-MIST': [4, 2, 3, 0, 0],
  'EB-LOAM-200300-CHAR': [0, 1, 0, 0, 0],
  'EB-FATH-45-CHAL': [1, 0, 0, 1, 0],
  'EB-HERO-BRAS': [0, 2, 1, 0, 0],
  'EB-SKIF-140-WALN': [1, 0, 0, 0, 0],
  'EB-HAVE-MIST-WALN': [0, 0, 0, 0, 0],
  'EB-REED-FIGL': [3, 0, 0, 0, 0],
};

/** Share of a product's usual stock that lies in each warehouse, in percent. */
const shares = [34, 24, 16, 15, 11] as const;

/** A number from 0 to 99 that is always the same for a text, so that the demo's shelves never look filled by rule. */
function scatter(text: string): number {
  let hash = 7;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return hash % 100;
}

function usualQuantity(product: DemoProduct): number {
  if (product.tags.includes('bulky')) return 24;
  if (product.tags.includes('furniture') || product.tags.includes('lighting')) return 60;
  return 180;
}

export interface DemoStock {
  readonly sku: string;
  readonly warehouse: WarehouseCode;
  /** Units on the shelf, 0 where the warehouse does not keep the SKU. */
  readonly quantity: number;
}

/** Opening stock of every variant in every warehouse. */
export function stockOf(product: DemoProduct): readonly DemoStock[] {
  return variantsOf(product).flatMap((variant) => {
    const exception = exceptions[variant.sku];
    return demoWarehouses.map((warehouse, index) => {
      const share = shares[index] ?? 0;
      const usual = (usualQuantity(product) * share * (60 + scatter(variant.sku + warehouse.code))) / 10_000;
      return { sku: variant.sku, warehouse: warehouse.code, quantity: exception?.[index] ?? Math.round(usual) };
    });
  });
}
