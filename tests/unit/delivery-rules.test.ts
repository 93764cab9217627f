import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { methodProblems, pickupProblems, zoneProblems } from '../../commerce/shipping/check-delivery.ts';
import { civilTime, dayAfter, minuteOf, momentOf } from '../../commerce/shipping/civil-time.ts';
import {
  chosenOption,
  type DeliveryQuestion,
  deliveryOptions,
  deliveryPlan,
  presetOption,
  type ShippingMethod,
} from '../../commerce/shipping/delivery-options.ts';
import {
  type DeliveryTerms,
  type LocalTerms,
  PLAIN_TERMS,
  withAmounts,
} from '../../commerce/shipping/delivery-terms.ts';
import { openWindows } from '../../commerce/shipping/delivery-windows.ts';
import { type PickupTerms, pickupCode, readyAtMs } from '../../commerce/shipping/pickup.ts';
import { placeOf } from '../../commerce/shipping/postcode-places.ts';
import {
  listsMeet,
  namesPostcode,
  postcodeKey,
  postcodesOf,
  readPostcodes,
} from '../../commerce/shipping/postcodes.ts';
import { promisedDays } from '../../commerce/shipping/promise.ts';
import { type DeliveryZone, zoneClashes, zoneOf } from '../../commerce/shipping/zones.ts';

const at = (text: string) => Date.parse(text);
const iso = (ms: number) => new Date(ms).toISOString();
const EUR = (amount: number) => ({ EUR: amount });

describe('civil time', () => {
  it('says what the wall says, in the hour that is said twice and around the one that is never said', () => {
    expect(civilTime(at('2026-03-29T00:59:00Z'), 'Europe/Berlin')).toEqual({
      day: '2026-03-29',
      minute: 119,
      weekday: 7,
    });
    expect(civilTime(at('2026-03-29T01:00:00Z'), 'Europe/Berlin').minute).toBe(180);
    expect(iso(momentOf('2026-03-29', 150, 'Europe/Berlin'))).toBe('2026-03-29T01:30:00.000Z');
    expect(iso(momentOf('2026-10-25', 150, 'Europe/Berlin'))).toBe('2026-10-25T00:30:00.000Z');
    expect(iso(momentOf('2026-11-01', 90, 'America/New_York'))).toBe('2026-11-01T05:30:00.000Z');
    expect(iso(momentOf('2026-07-01', 1_440, 'Asia/Tokyo'))).toBe('2026-07-01T15:00:00.000Z');
  });

  it('comes back to the same wall from any moment of any zone', () => {
    const zones = [
      'Europe/Berlin',
      'Europe/London',
      'America/New_York',
      'America/Los_Angeles',
      'Asia/Tokyo',
      'Asia/Dubai',
      'Australia/Lord_Howe',
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: at('2020-01-01'), max: at('2035-01-01') }),
        fc.constantFrom(...zones),
        (ms, zone) => {
          const clock = civilTime(ms, zone);
          expect(civilTime(momentOf(clock.day, clock.minute, zone), zone)).toEqual(clock);
        },
      ),
    );
  });

  it('reads times of day', () => {
    expect(['00:00', '23:59', '24:00', '24:01', '9:00', '25:00'].map(minuteOf)).toEqual([
      0,
      1_439,
      1_440,
      null,
      null,
      null,
    ]);
    expect(dayAfter('2028-02-28', 1)).toBe('2028-02-29');
  });
});

describe('postcodes', () => {
  const named = (country: string, list: string, code: string) =>
    namesPostcode(postcodesOf(country, list), postcodeKey(country, code));

  it('are named one by one, by their beginning, in ranges and with exceptions', () => {
    expect(
      ['20095', '20457', '20539', '21000', '22000'].map((code) => named('DE', '20095-20999, 21*, !20539', code)),
    ).toEqual([true, true, false, true, false]);
    expect(
      ['PA20 6AA', 'PA2 5AB', 'PA3 1AA', 'pa49 6xx', 'KW15 1AA'].map((code) => named('GB', 'PA20-PA49, KW15', code)),
    ).toEqual([true, false, false, true, true]);
    expect(named('JP', '100-0001', '1000001')).toBe(true);
    expect(named('JP', '100-0001..100-0099', '100-0050')).toBe(true);
    expect(named('US', '96701-96898', '96815-1234')).toBe(true);
  });

  it('are refused by what is wrong with them', () => {
    const said = (text: string) => readPostcodes('DE', text);
    expect(said('20999-20095')).toMatchObject({
      ok: false,
      item: '20999-20095',
      message: expect.stringContaining('ends before'),
    });
    expect(said('20..21000')).toMatchObject({ ok: false, message: expect.stringContaining('same length') });
    expect(said('!20539')).toMatchObject({ ok: false, message: 'takes out of nothing' });
    expect(said('*')).toMatchObject({ ok: false });
    expect(said('')).toMatchObject({ ok: true });
  });

  it('lists that share a code are known to meet', () => {
    const code = fc.integer({ min: 10_000, max: 10_400 }).map(String);
    const item = fc.oneof(
      code,
      fc.tuple(code, code).map(([a, b]) => (a < b ? `${a}-${b}` : `${b}-${a}`)),
      code.map((one) => `${one.slice(0, 3)}*`),
    );
    const list = fc.array(item, { minLength: 1, maxLength: 4 }).map((items) => items.join(', '));
    fc.assert(
      fc.property(list, list, (a, b) => {
        const [one, two] = [postcodesOf('DE', a), postcodesOf('DE', b)];
        const shared = Array.from({ length: 1_000 }, (_, index) => String(10_000 + index)).some(
          (key) => namesPostcode(one, key) && namesPostcode(two, key),
        );
        expect(listsMeet(one, two)).toBe(shared);
        expect(listsMeet(two, one)).toBe(shared);
      }),
    );
  });
});

describe('zones', () => {
  const zone = (
    id: number,
    name: string,
    ...places: { country: string; regions?: string[]; postcodes?: string }[]
  ): DeliveryZone => ({
    id,
    name,
    places: places.map((one) => ({ regions: [], postcodes: '', ...one })),
  });
  const germany = zone(1, 'Germany', { country: 'DE' });
  const sylt = zone(2, 'Sylt', { country: 'DE', postcodes: '25980-25999' });
  const place = (country: string, postcode: string | null, region: string | null = null) => ({
    country,
    region,
    postcode,
  });

  it('the closest one counts', () => {
    expect(zoneOf([germany, sylt], place('DE', '25980'))?.name).toBe('Sylt');
    expect(zoneOf([germany, sylt], place('DE', '20457'))?.name).toBe('Germany');
    expect(zoneOf([germany, sylt], place('DE', null))?.name).toBe('Germany');
    expect(zoneOf([germany], place('FR', '75001'))).toBeNull();
    expect(zoneOf([zone(3, 'Far', { country: 'US', regions: ['AK', 'HI'] })], place('US', '96815', 'hi'))?.name).toBe(
      'Far',
    );
  });

  it('two that claim the same are refused by both names', () => {
    expect(zoneClashes([germany, sylt])).toEqual([]);
    const other = zone(4, 'Coast', { country: 'DE', postcodes: '25990-26000' });
    expect(zoneClashes([germany, sylt, other])).toEqual([{ first: 'Sylt', second: 'Coast', country: 'DE' }]);
    expect(zoneProblems(other, [germany, sylt])[0]?.message).toMatch(/“Coast” and zone “Sylt”/);
    expect(zoneProblems(zone(5, 'germany ', { country: 'AT' }), [germany])[0]?.message).toContain('already');
    expect(zoneProblems(zone(5, 'Empty'), [])[0]?.message).toContain('names no place');
    expect(zoneProblems(zone(5, 'Bad', { country: 'DE', postcodes: '045 %' }), [])[0]?.message).toContain('045 %');
  });
});

const method = (terms: Partial<DeliveryTerms> = {}, over: Partial<ShippingMethod> = {}): ShippingMethod => ({
  code: 'parcel',
  title: 'Parcel',
  description: '',
  countries: ['DE'],
  rates: { EUR: { amountMinor: 500, freeFromMinor: 8_000 } },
  minDays: 2,
  maxDays: 4,
  position: 0,
  ...over,
  terms: { ...PLAIN_TERMS, ...terms },
});
const question = (over: Partial<DeliveryQuestion> = {}): DeliveryQuestion => ({
  country: 'DE',
  postcode: '04103',
  currency: 'EUR',
  merchandiseMinor: 3_000,
  grams: 1_000,
  units: [{ tags: [], quantity: 1 }],
  nowMs: at('2026-11-24T08:00:00Z'),
  ...over,
});
const prices = (terms: Partial<DeliveryTerms>, over: Partial<DeliveryQuestion> = {}) =>
  deliveryOptions([method(terms)], question(over)).map((one) => one.amountMinor);

describe('prices', () => {
  const weight = [
    { upToGrams: 5_000, amounts: EUR(0) },
    { upToGrams: 20_000, amounts: EUR(400) },
  ];

  it('grow with weight and distance and end where steps end', () => {
    expect(prices({ weight }, { grams: 5_000 })).toEqual([500]);
    expect(prices({ weight }, { grams: 5_001 })).toEqual([900]);
    expect(prices({ weight }, { grams: 20_001 })).toEqual([]);
    const distance = [
      { upToKm: 50, amounts: EUR(0) },
      { upToKm: 500, amounts: EUR(700) },
    ];
    const warehouses = [{ id: 1, country: 'DE', latitude: 51.4006, longitude: 12.2211 }];
    expect(prices({ distance }, { warehouses })).toEqual([500]);
    expect(prices({ distance }, { warehouses, postcode: '80331' })).toEqual([1_200]);
    expect(prices({ distance })).toEqual([]);
  });

  it('follow the worth of the goods after discounts, and what is due even then stays', () => {
    const worth = [{ from: EUR(4_000), amounts: EUR(300) }];
    const surcharges = [
      {
        title: 'Bulky',
        amounts: EUR(1_900),
        when: { kind: 'goods', tags: ['bulky'], per: 'unit' },
        evenWhenFree: false,
      },
      {
        title: 'Sylt',
        amounts: EUR(1_200),
        when: { kind: 'places', places: [{ country: 'DE', regions: [], postcodes: '25980-25999' }] },
        evenWhenFree: true,
      },
    ] as const;
    const units = [{ tags: ['bulky', 'chair'], quantity: 2 }];
    expect(prices({ worth }, { merchandiseMinor: 3_999 })).toEqual([500]);
    expect(prices({ worth }, { merchandiseMinor: 4_000 })).toEqual([300]);
    expect(prices({ worth }, { merchandiseMinor: 8_000 })).toEqual([0]);
    expect(prices({ surcharges }, { units, postcode: '25980' })).toEqual([500 + 3_800 + 1_200]);
    expect(prices({ surcharges }, { units, postcode: '25980', merchandiseMinor: 8_000 })).toEqual([1_200]);
    expect(
      prices(
        {
          surcharges: surcharges.map((one) => ({
            ...one,
            when: { kind: 'goods', tags: ['bulky'], per: 'order' } as const,
          })),
        },
        { units },
      ),
    ).toEqual([500 + 3_100]);
  });

  it('goods that must not fly, excluded ones, other markets, zones and currencies are not offered', () => {
    const units = [{ tags: ['lithium'], quantity: 1 }];
    expect(prices({ byAir: true }, { units, noAirTags: ['lithium'] })).toEqual([]);
    expect(prices({ byAir: true }, { noAirTags: ['lithium'] })).toEqual([500]);
    expect(prices({ excludedTags: ['lithium'] }, { units })).toEqual([]);
    expect(prices({ markets: ['at'] }, { market: 'de' })).toEqual([]);
    expect(prices({ markets: ['de'] }, { market: 'de' })).toEqual([500]);
    expect(prices({ markets: ['de'] })).toEqual([]);
    expect(prices({ zoneId: 9 })).toEqual([]);
    expect(prices({}, { currency: 'USD' })).toEqual([]);
  });

  const amount = fc.integer({ min: 0, max: 50_000 });
  const rising = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 9_000 }), fc.integer({ min: 0, max: 900 })), { maxLength: 5 })
    .map((parts) => {
      let [limit, sum] = [0, 0];
      return parts.map(([width, more]) => {
        limit += width;
        sum += more;
        return { upTo: limit, amounts: EUR(sum) };
      });
    });
  const someTerms = fc.record({
    base: amount,
    freeFrom: fc.option(fc.integer({ min: 1, max: 90_000 }), { nil: undefined }),
    weight: rising,
    surcharge: amount,
    evenWhenFree: fc.boolean(),
    cuts: fc.array(fc.tuple(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 99 })), { maxLength: 4 }),
  });

  it('never fall with weight, never rise with worth, are never negative, and the same twice: also without the tax', () => {
    fc.assert(
      fc.property(
        someTerms,
        fc.nat(40_000),
        fc.nat(40_000),
        fc.nat(90_000),
        fc.nat(90_000),
        (given, g1, g2, m1, m2) => {
          let [from, price] = [0, given.base];
          const worth = given.cuts.map(([more, percent]) => {
            from += more;
            price = Math.floor((price * percent) / 100);
            return { from: EUR(from), amounts: EUR(price) };
          });
          const freeFromMinor = given.freeFrom === undefined ? undefined : given.freeFrom + from;
          const terms: DeliveryTerms = {
            ...PLAIN_TERMS,
            worth,
            weight: given.weight.map(({ upTo, amounts }) => ({ upToGrams: upTo, amounts })),
            surcharges: [
              {
                title: 'x',
                amounts: EUR(given.surcharge),
                when: { kind: 'goods', tags: ['x'], per: 'unit' },
                evenWhenFree: given.evenWhenFree,
              },
            ],
          };
          const way = method(terms, { rates: { EUR: { amountMinor: given.base, freeFromMinor } } });
          expect(methodProblems(way, terms, { zones: [], markets: [], warehouses: [] })).toEqual([]);
          const net = { ...way, terms: withAmounts(terms, (minor) => Math.round(minor / 1.19)) };
          const units = [{ tags: ['x'], quantity: 3 }];
          const priceOf = (grams: number, merchandiseMinor: number) =>
            deliveryOptions([way], question({ grams, merchandiseMinor, units }))[0]?.amountMinor ??
            Number.POSITIVE_INFINITY;
          const [light, heavy] = [Math.min(g1, g2), Math.max(g1, g2)];
          const [little, much] = [Math.min(m1, m2), Math.max(m1, m2)];
          expect(priceOf(heavy, little)).toBeGreaterThanOrEqual(priceOf(light, little));
          expect(priceOf(light, much)).toBeLessThanOrEqual(priceOf(light, little));
          expect(priceOf(light, much)).toBeGreaterThanOrEqual(0);
          expect(priceOf(light, much)).toBe(priceOf(light, much));
          for (const option of deliveryOptions([net], question({ grams: light, units })))
            expect(option.amountMinor).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});

describe('contradictions', () => {
  const world = {
    zones: [],
    markets: [{ handle: 'us', countries: ['US'], currency: 'USD' }],
    warehouses: [{ id: 1, name: 'Leipzig', country: 'DE', isActive: true, hasPickup: false }],
  };
  const said = (terms: Partial<DeliveryTerms>, over: Partial<ShippingMethod> = {}) =>
    methodProblems(method(terms, over), { ...PLAIN_TERMS, ...terms }, world)[0]?.message ?? null;
  const window = { weekdays: [1], from: '18:00', to: '20:00', capacity: 5, orderUntil: '12:00', orderDaysBefore: 0 };
  const local: LocalTerms = {
    warehouseId: 1,
    timeZone: 'Europe/Berlin',
    radiusKm: 10,
    postcodes: '',
    windows: [window],
    daysAhead: 7,
    closedDays: [],
  };

  it('are refused by the name of the rule', () => {
    expect(said({})).toBeNull();
    expect(said({}, { code: 'No Way' })).toMatch(/^Code/);
    expect(said({}, { minDays: 5 })).toMatch(/^Days on the way: 5 at least/);
    expect(said({}, { rates: { EUR: { amountMinor: -1 } } })).toMatch(/^Prices/);
    expect(
      said({
        weight: [
          { upToGrams: 5, amounts: EUR(9) },
          { upToGrams: 9, amounts: EUR(8) },
        ],
      }),
    ).toMatch(/^Price by weight: step 2 costs less/);
    expect(
      said({
        weight: [
          { upToGrams: 5, amounts: EUR(9) },
          { upToGrams: 5, amounts: EUR(9) },
        ],
      }),
    ).toMatch(/steps must rise/);
    expect(
      said({
        weight: [
          { upToGrams: null, amounts: EUR(9) },
          { upToGrams: 5, amounts: EUR(9) },
        ],
      }),
    ).toMatch(/only the last step/);
    expect(said({ distance: [{ upToKm: 5, amounts: { USD: 1 } }] })).toMatch(
      /^Price by distance: step 1 has no amount in EUR/,
    );
    expect(said({ worth: [{ from: EUR(1_000), amounts: EUR(600) }] })).toMatch(/more goods would cost more delivery/);
    expect(said({ worth: [{ from: EUR(9_000), amounts: EUR(100) }] })).toMatch(/free in EUR before/);
    expect(
      said({
        surcharges: [
          { title: 'Bulky', amounts: EUR(5), when: { kind: 'goods', tags: [], per: 'unit' }, evenWhenFree: false },
        ],
      }),
    ).toMatch(/^Surcharge “Bulky”/);
    expect(said({ markets: ['us'] })).toMatch(/^Prices: us pays in USD/);
    expect(said({ markets: ['xx'] })).toMatch(/^Markets: there is no market/);
    expect(said({ zoneId: 4 })).toMatch(/^Zone/);
    expect(said({ kind: 'pick_up', warehouseIds: [] })).toMatch(/^Pick-up: names no place/);
    expect(said({ kind: 'pick_up', warehouseIds: [1] })).toMatch(/^Pick-up: nothing can be collected at Leipzig/);
    expect(said({ kind: 'local' })).toMatch(/^Local delivery/);
    expect(said({ kind: 'local', local })).toBeNull();
    expect(
      said({ kind: 'local', local: { ...local, windows: [window, { ...window, from: '19:00', to: '21:00' }] } }),
    ).toMatch(/^Windows: 19:00-21:00 and 18:00-20:00 overlap/);
    expect(said({ kind: 'local', local: { ...local, windows: [{ ...window, orderUntil: '18:01' }] } })).toMatch(
      /after it has begun/,
    );
    expect(said({ kind: 'local', local: { ...local, windows: [{ ...window, capacity: 0 }] } })).toMatch(/^Windows/);
    expect(said({ kind: 'local', local: { ...local, timeZone: 'Mars/Base' } })).toMatch(/Mars/);
    expect(said({ kind: 'local', local: { ...local, radiusKm: null } })).toMatch(/postcodes or a radius/);
  });
});

describe('windows', () => {
  const local: LocalTerms = {
    warehouseId: 1,
    timeZone: 'Europe/Berlin',
    radiusKm: null,
    postcodes: '04103-04357',
    windows: [
      {
        weekdays: [1, 2, 3, 4, 5, 6, 7],
        from: '01:30',
        to: '03:30',
        capacity: 2,
        orderUntil: '18:00',
        orderDaysBefore: 1,
      },
      { weekdays: [1, 2, 3, 4, 5], from: '18:00', to: '20:00', capacity: 2, orderUntil: '12:00', orderDaysBefore: 0 },
    ],
    daysAhead: 3,
    closedDays: ['2026-11-26'],
  };
  const named = (nowMs: number) => openWindows(local, 'DE', nowMs).map(({ day, hours }) => `${day} ${hours}`);

  it('close at their cut-off on the clock of the place, and skip closed days and holidays', () => {
    expect(named(at('2026-11-24T10:59:00Z'))).toEqual([
      '2026-11-24 18:00-20:00',
      '2026-11-25 01:30-03:30',
      '2026-11-25 18:00-20:00',
    ]);
    expect(named(at('2026-11-24T11:00:00Z'))).toEqual(['2026-11-25 01:30-03:30', '2026-11-25 18:00-20:00']);
    expect(named(at('2026-12-24T12:00:00Z'))).toEqual([]);
    // 23:30 UTC is the next day in Berlin.
    expect(named(at('2026-11-23T23:30:00Z'))[0]).toBe('2026-11-24 18:00-20:00');
  });

  it('keep their hours through the night the clock jumps', () => {
    const night = openWindows(local, 'DE', at('2026-03-28T10:00:00Z')).find(({ day }) => day === '2026-03-29');
    expect(night && [iso(night.startMs), iso(night.endMs)]).toEqual([
      '2026-03-29T00:30:00.000Z',
      '2026-03-29T01:30:00.000Z',
    ]);
    const back = openWindows(local, 'DE', at('2026-10-24T10:00:00Z')).find(({ day }) => day === '2026-10-25');
    expect(back && back.endMs - back.startMs).toBe(3 * 3_600_000);
  });

  it('are chosen by handle, and never by themselves', () => {
    const van = method({ kind: 'local', local }, { code: 'van' });
    const parcel = method({}, { position: 1 });
    const warehouses = [{ id: 1, country: 'DE', latitude: 51.4, longitude: 12.2 }];
    const options = deliveryOptions([van, parcel], question({ warehouses, stockedIn: [1] }));
    expect(options.map((one) => one.kind)).toEqual(['local', 'shipping']);
    expect(presetOption(options)?.handle).toBe('parcel');
    expect(chosenOption(options, 'van')).toBeNull();
    expect(chosenOption(options, 'van:2026-11-25:18:00-20:00')).toMatchObject({
      window: { day: '2026-11-25', hours: '18:00-20:00', capacity: 2 },
    });
    expect(chosenOption(options, 'van:2026-11-26:18:00-20:00')).toBeNull();
    expect(deliveryOptions([van], question({ warehouses, stockedIn: [] }))).toEqual([]);
    expect(deliveryOptions([van], question({ warehouses, postcode: '10115' }))).toEqual([]);
    const plan = deliveryPlan([van, parcel], question({ warehouses }));
    expect(plan.chosenFor('van:2026-11-25:18:00-20:00')(0)?.handle).toBe('van');
    expect(plan.chosenFor('van')(0)?.handle).toBe('parcel');
  });

  it('a radius counts only where a door is known well enough', () => {
    const van = method({ kind: 'local', local: { ...local, postcodes: '', radiusKm: 20 } });
    const warehouses = [{ id: 1, country: 'DE', latitude: 51.4006, longitude: 12.2211 }];
    expect(deliveryOptions([van], question({ warehouses, postcode: '04435' }))).toHaveLength(1);
    expect(deliveryOptions([van], question({ warehouses, postcode: '04600' }))).toEqual([]);
    expect(placeOf({ country: 'DE', region: null, postcode: '04103' })?.withinKm).toBeLessThan(5);
    expect(placeOf({ country: 'US', region: 'NY', postcode: '10001' })?.withinKm).toBeGreaterThan(100);
    expect(placeOf({ country: 'XX', region: null, postcode: null })).toBeNull();
  });
});

describe('collecting', () => {
  const terms: PickupTerms = {
    version: 1,
    timeZone: 'Europe/Berlin',
    region: null,
    hours: [
      { weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' },
      { weekdays: [6], from: '10:00', to: '14:00' },
    ],
    readyAfterMinutes: 120,
    keptDays: 14,
    closedDays: [],
    instructions: '',
  };
  const ready = (now: string, over: Partial<PickupTerms> = {}) => {
    const ms = readyAtMs({ ...terms, ...over }, 'DE', at(now));
    return ms === null ? null : iso(ms);
  };

  it('is possible after so much opening time', () => {
    expect(ready('2026-11-24T09:00:00Z')).toBe('2026-11-24T11:00:00.000Z');
    expect(ready('2026-11-24T16:30:00Z')).toBe('2026-11-25T09:30:00.000Z');
    expect(ready('2026-11-28T12:30:00Z')).toBe('2026-11-30T09:30:00.000Z');
    expect(ready('2026-12-24T16:30:00Z')).toBe('2026-12-28T09:30:00.000Z');
    expect(ready('2026-11-24T09:00:00Z', { hours: [] })).toBeNull();
  });

  it('is offered nearest first, only where the goods are', () => {
    const place = (warehouseId: number, code: string, latitude: number, longitude: number) => ({
      warehouseId,
      code,
      name: code,
      country: 'DE',
      latitude,
      longitude,
      terms,
    });
    const pickupPlaces = [place(1, 'RTM', 51.9, 4.4), place(2, 'LEJ', 51.4, 12.2), place(3, 'XXX', 51.3, 12.4)];
    const options = deliveryOptions(
      [method({ kind: 'pick_up', warehouseIds: [1, 2, 3] }, { code: 'counter' })],
      question({ pickupPlaces, stockedIn: [1, 2] }),
    );
    expect(options.map(({ handle, kind }) => [handle, kind])).toEqual([
      ['counter:LEJ', 'pick_up'],
      ['counter:RTM', 'pick_up'],
    ]);
    expect(presetOption(options)).toBeNull();
    expect(chosenOption(options, 'counter:RTM')?.pickup?.km).toBeGreaterThan(300);
    expect(chosenOption(options, 'counter:XXX')).toBeNull();
  });

  it('hours that overlap, unknown clocks and places that never open are refused', () => {
    expect(pickupProblems(terms)).toEqual([]);
    expect(pickupProblems({ ...terms, hours: [] })[0]?.message).toMatch(/^Opening hours/);
    expect(
      pickupProblems({ ...terms, hours: [...terms.hours, { weekdays: [6], from: '13:00', to: '16:00' }] })[0]?.message,
    ).toMatch(/overlap/);
    expect(pickupProblems({ ...terms, timeZone: 'Nowhere' })[0]?.message).toMatch(/^Time zone/);
    expect(pickupProblems({ ...terms, closedDays: ['2026-02-30'] })[0]?.message).toMatch(/^Closed days/);
  });

  it('is proved by a code without letters that look alike', () => {
    expect(pickupCode('00ff10a3b2c4d5')).toMatch(/^[2-9A-HJ-NP-Z]{6}$/);
    expect(pickupCode('00ff10a3b2c4d5')).toBe(pickupCode('00ff10a3b2c4d5ffff'));
  });
});

describe('promised days', () => {
  const days = (now: string, terms: Partial<DeliveryTerms> = {}, over = {}) => {
    const origin = { country: 'DE', timeZone: 'Europe/Berlin', cutOffHour: 14, ...over };
    const found = promisedDays({ minDays: 1, maxDays: 2 }, { ...PLAIN_TERMS, ...terms }, [origin], 'DE', at(now));
    return [iso(found.fromMs).slice(0, 10), iso(found.toMs).slice(0, 10)];
  };

  it('count from the cut-off on the clock of the place, handling and holidays', () => {
    expect(days('2026-11-24T12:30:00Z', { cutOff: '14:00' })).toEqual(['2026-11-25', '2026-11-26']);
    expect(days('2026-11-24T13:00:00Z', { cutOff: '14:00' })).toEqual(['2026-11-26', '2026-11-27']);
    expect(days('2026-07-23T12:00:00Z', { cutOff: '14:00' })).toEqual(['2026-07-27', '2026-07-28']);
    expect(days('2026-11-24T08:00:00Z', { handlingDays: 2 })).toEqual(['2026-11-27', '2026-11-30']);
    expect(days('2026-12-23T08:00:00Z')).toEqual(['2026-12-24', '2026-12-28']);
  });

  it('wait for goods that are on their way, and for the last of several places', () => {
    expect(days('2026-11-24T08:00:00Z', {}, { readyMs: at('2026-12-01T08:00:00Z') })).toEqual([
      '2026-12-02',
      '2026-12-03',
    ]);
  });
});
