import { describe, expect, it } from 'vitest';
import { dailyForecast, forecastDemand, weeksOf } from '../../commerce/replenishment/forecast.ts';
import { mase, wape } from '../../commerce/replenishment/forecast-error.ts';
import {
  crostonSba,
  dampedTrend,
  exponentialSmoothing,
  movingAverage,
  tsb,
  withBurstsCut,
} from '../../commerce/replenishment/forecast-methods.ts';
import { demandOf, soldOutDays } from '../../commerce/replenishment/sold-out-days.ts';
import { warehouseForecasts } from '../../commerce/replenishment/warehouse-levels.ts';
import { runForecastTrial } from '../support/forecast-trial.ts';
import { onlineRetailMissing, readOnlineRetail } from '../support/online-retail.ts';

const SUNDAY = 0;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('methods', () => {
  it('keep a steady level', () => {
    const steady = Array.from({ length: 20 }, () => 12);
    for (const method of [movingAverage(4), exponentialSmoothing(0.3), dampedTrend(0.3, 0.1, 0.8), tsb(0.2, 0.2)])
      for (const week of method(steady, 3)) expect(week).toBeCloseTo(12, 6);
  });

  it('follow a trend that levels off', () => {
    const rising = Array.from({ length: 30 }, (_, week) => 10 + 2 * week);
    const [first = 0, second = 0, third = 0] = dampedTrend(0.3, 0.1, 0.8)(rising, 3);
    expect(first).toBeGreaterThan(60);
    expect(second - first).toBeGreaterThan(0);
    expect(third - second).toBeLessThan(second - first);
  });

  it('answer the rate of rare demand, and forget what nobody buys any more', () => {
    const everyFourth = Array.from({ length: 80 }, (_, week) => (week % 4 === 3 ? 8 : 0));
    // Size 8 every 4 weeks, less the bias factor 1 - 0.1 / 2.
    expect(crostonSba(0.1)(everyFourth, 1)[0]).toBeCloseTo(0.95 * 2, 6);
    const died = [...everyFourth, ...Array.from({ length: 40 }, () => 0)];
    expect(tsb(0.2, 0.2)(died, 1)[0]).toBeLessThan(0.01);
    expect(crostonSba(0.1)(died, 1)[0]).toBeCloseTo(0.95 * 2, 6);
  });

  it('are not lifted by one burst when bursts are cut', () => {
    const burst = [5, 6, 5, 4, 6, 5, 500, 5, 4, 6];
    expect(movingAverage(8)(burst, 1)[0]).toBeGreaterThan(60);
    expect(withBurstsCut(movingAverage(8))(burst, 1)[0]).toBeLessThan(10);
  });
});

describe('errors', () => {
  it('are weighted by what was sold, or scaled by the naive miss', () => {
    expect(wape([10, 0, 10], [8, 2, 10])).toBeCloseTo(0.2);
    expect(wape([0, 0], [1, 1])).toBeNull();
    expect(mase([10, 10], [8, 12], [1, 3, 1, 3])).toBeCloseTo(1);
    expect(mase([10], [8], [3, 3, 3])).toBeNull();
  });
});

describe('a demand forecast', () => {
  it('sums whole weeks from the end', () => {
    expect(weeksOf([9, 9, 1, 1, 1, 1, 1, 1, 1])).toEqual([7]);
    expect(weeksOf([1, 2])).toEqual([]);
  });

  it('knows the weekdays: nothing on Saturday, twice as much on Friday', () => {
    // The series ends on a Sunday; index 0 is a Monday.
    const week = [10, 10, 10, 10, 20, 0, 10];
    const days = Array.from({ length: 26 * 7 }, (_, day) => week[day % 7] ?? 0);
    const forecast = forecastDemand(days, SUNDAY, 2);
    expect(sum(forecast.weekdayShares)).toBeCloseTo(1, 9);
    const coming = dailyForecast(forecast, SUNDAY);
    expect(coming).toHaveLength(14);
    expect(coming[4]).toBeCloseTo(20, 0);
    expect(coming[5]).toBeLessThan(0.1);
    expect(sum(coming.slice(0, 7))).toBeCloseTo(70, 6);
  });

  it('expects nothing where nothing is known, and says that it cannot say how exact it is', () => {
    expect(forecastDemand([], SUNDAY, 1)).toMatchObject({ weeks: [0], wape: null, dailySpread: 0 });
    const short = forecastDemand([1, 0, 2], SUNDAY, 1);
    expect(short.weeks[0]).toBeCloseTo(7, 6);
    expect(short.wape).toBeNull();
  });

  it('never varies less than chance does', () => {
    const steady = Array.from({ length: 140 }, () => 4);
    expect(forecastDemand(steady, SUNDAY, 1).dailySpread).toBeCloseTo(2, 6);
  });
});

describe('sold-out days', () => {
  it('are those that begin with nothing and stay so', () => {
    expect(
      soldOutDays([
        null,
        { most: 5, last: 0 },
        null,
        { most: 0, last: 0 },
        { most: 8, last: 8 },
        null,
        { most: 3, last: 0 },
      ]),
    ).toEqual([false, false, true, true, false, false, false]);
  });

  it('count as the days on sale before them, or after them', () => {
    expect(demandOf([4, 2, 0, 0, 6], [false, false, true, true, false])).toEqual([4, 2, 3, 3, 6]);
    expect(demandOf([0, 0, 6], [true, false, false])).toEqual([3, 0, 6]);
    expect(demandOf([0, 5], [true, true])).toEqual([5, 5]);
    expect(demandOf([0], [true])).toEqual([0]);
  });

  it('do not make what ran out look like what nobody wants', () => {
    const sales = Array.from({ length: 70 }, (_, back) => ({
      warehouseId: 1,
      day: new Date(Date.UTC(2030, 0, 14 - 42 - back)).toISOString().slice(0, 10),
      units: 5,
    }));
    const terms = { leadTimeDays: 10, leadTimeSpreadDays: 0, serviceLevelBps: 9_500, warehouseIds: [1] };
    const ranOut = new Map([['2029-12-03', { most: 5, last: 0 }]]);
    const [seen] = warehouseForecasts(terms, sales, '2030-01-15', ranOut);
    expect(seen?.dailyMean).toBeCloseTo(5, 6);
    const [blind] = warehouseForecasts(terms, sales, '2030-01-15');
    expect(blind?.dailyMean).toBeLessThan(1);
  });
});

describe('on a year of real sales', () => {
  if (onlineRetailMissing !== null) console.log(`Skipped: ${onlineRetailMissing}.`);

  it.skipIf(onlineRetailMissing !== null)(
    'misses less than last week and the moving average on weeks it has not seen',
    { timeout: 120_000 },
    () => {
      const trial = runForecastTrial(readOnlineRetail(), { heldOutWeeks: 8, every: 5 });
      expect(trial.skus).toBeGreaterThan(500);
      const [ours, ...baselines] = trial.results;
      expect(baselines.map(({ name }) => name)).toEqual(['last-week', 'moving-average-4']);
      for (const baseline of baselines) {
        expect(ours?.wapeWeek).toBeLessThan(baseline.wapeWeek);
        expect(ours?.wapeFourWeeks).toBeLessThan(baseline.wapeFourWeeks);
        expect(ours?.wapeDay).toBeLessThan(baseline.wapeDay);
        expect(ours?.maseWeek).toBeLessThan(baseline.maseWeek);
      }
    },
  );
});
