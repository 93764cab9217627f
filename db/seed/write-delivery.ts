import { currencyExponent } from '../../commerce/money/money.ts';
import { methodProblems } from '../../commerce/shipping/check-delivery.ts';
import { type Amounts, type DeliveryTerms, PLAIN_TERMS } from '../../commerce/shipping/delivery-terms.ts';
import { deliveryZones } from '../schema/delivery.ts';
import { shippingMethods } from '../schema/shop.ts';
import { type DemoShippingMethod, type DemoSurcharge, demoShippingMethods, demoZones } from './demo/delivery.ts';
import { demoMarkets } from './demo/markets.ts';
import type { DemoPrice } from './demo/types.ts';
import { demoWarehouses } from './demo/warehouses.ts';
import { known, onlyRow, type SeedTransaction, type TranslationSheet } from './seed-context.ts';

const CURRENCIES = ['EUR', 'USD', 'GBP', 'JPY', 'AED'] as const satisfies readonly (keyof DemoPrice)[];

const amountsOf = (price: DemoPrice): Amounts =>
  Object.fromEntries(CURRENCIES.map((currency) => [currency, price[currency] * 10 ** currencyExponent(currency)]));

function ratesOf({ price, freeFrom }: DemoShippingMethod) {
  const [amounts, free] = [amountsOf(price), freeFrom ? amountsOf(freeFrom) : {}];
  return Object.fromEntries(
    CURRENCIES.map((currency) => {
      const [amountMinor, freeFromMinor] = [amounts[currency] ?? 0, free[currency]];
      return [currency, freeFromMinor === undefined ? { amountMinor } : { amountMinor, freeFromMinor }];
    }),
  );
}

const surchargeOf = ({ title, price, tags, places = [], evenWhenFree }: DemoSurcharge) => ({
  title,
  amounts: amountsOf(price),
  when: tags ? ({ kind: 'goods', tags, per: 'unit' } as const) : ({ kind: 'places', places } as const),
  evenWhenFree,
});

function termsOf(
  method: DemoShippingMethod,
  zoneIds: ReadonlyMap<string, number>,
  warehouseIds: ReadonlyMap<string, number>,
): DeliveryTerms {
  const { van, weight = [], surcharges = [], collectedAt = [] } = method;
  const { warehouse = '', ...local } = van ?? {};
  return {
    ...PLAIN_TERMS,
    zoneId: known(zoneIds, method.zone),
    surcharges: surcharges.map(surchargeOf),
    weight: weight.map(({ upToKg, price }) => ({
      upToGrams: upToKg === null ? null : upToKg * 1_000,
      amounts: amountsOf(price),
    })),
    ...method.terms,
    warehouseIds: collectedAt.map((code) => known(warehouseIds, code)),
    local: van ? { ...van, ...local, warehouseId: known(warehouseIds, warehouse) } : null,
  };
}

/** Writes where the shop delivers and how. Throws where a rule contradicts itself: the demo data are wrong. */
export async function writeDelivery(
  tx: SeedTransaction,
  sheet: TranslationSheet,
  warehouseIds: ReadonlyMap<string, number>,
): Promise<void> {
  const zones = demoZones.map(({ name, countries }, position) => ({
    name,
    position,
    places: countries.map((country) => ({ country, regions: [], postcodes: '' })),
  }));
  const written = await tx
    .insert(deliveryZones)
    .values(zones)
    .returning({ id: deliveryZones.id, name: deliveryZones.name });
  const zoneIds = new Map(written.map(({ id, name }) => [name, id]));
  const world = {
    zones: zones.map((zone) => ({ ...zone, id: known(zoneIds, zone.name) })),
    markets: demoMarkets,
    warehouses: demoWarehouses.map((one) => ({
      ...one,
      id: known(warehouseIds, one.code),
      isActive: true,
      hasPickup: true,
    })),
  };
  for (const [position, method] of demoShippingMethods.entries()) {
    const terms = termsOf(method, zoneIds, warehouseIds);
    const { code, countries, minDays, maxDays } = method;
    const values = {
      ...{ code, countries: [...countries], minDays, maxDays, position },
      title: method.title.en,
      description: method.description.en,
      rates: ratesOf(method),
    };
    const [problem] = methodProblems(values, terms, world);
    if (problem) throw new Error(`seed: ${code}: ${problem.message}`);
    const row = onlyRow(
      await tx
        .insert(shippingMethods)
        .values({ ...values, terms: { ...terms } })
        .returning({ id: shippingMethods.id }),
    );
    sheet.add('shipping_method', row.id, { title: method.title, description: method.description });
  }
}
