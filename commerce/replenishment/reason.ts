/** What an order suggestion rests on. */
export interface SuggestionFacts {
  readonly sellable: number;
  readonly onOrder: number;
  readonly dailyMean: number;
  readonly method: string;
  /** See `wape`. */
  readonly wape: number | null;
  readonly leadTimeDays: number;
  readonly leadTimeSpreadDays: number;
  readonly serviceLevelBps: number;
  readonly safetyStock: number;
  readonly reorderPoint: number;
  readonly quantity: number;
  readonly packSize: number;
  readonly cause: 'due' | 'with-the-others' | 'minimum-value';
}

const rounded = (value: number): string => String(Math.round(value * 10) / 10);

const days = (value: number): string => `${rounded(value)} ${value === 1 ? 'day' : 'days'}`;

/** Says why so many units are to be ordered, so that a merchant can follow every number. */
export function suggestionReason(facts: SuggestionFacts): string {
  return [stockSentence(facts), demandSentence(facts), pointSentence(facts), quantitySentence(facts)].join(' ');
}

function stockSentence({ sellable, onOrder }: SuggestionFacts): string {
  const has = sellable < 0 ? `${-sellable} owed to customers` : `${sellable} sellable`;
  return onOrder > 0 ? `${has}, ${onOrder} on the way.` : `${has}, none on the way.`;
}

function demandSentence({ dailyMean, method, wape }: SuggestionFacts): string {
  const rate = dailyMean >= 1 ? `${rounded(dailyMean)} a day` : `${rounded(dailyMean * 7)} a week`;
  return `Expected to sell ${rate} (${method}, ${errorWords(wape)}).`;
}

function errorWords(wape: number | null): string {
  if (wape === null) return 'too little history to say how exact';
  return wape < 1 ? `${Math.round(wape * 100)} % off in the last weeks` : 'sold too rarely to foresee single weeks';
}

function pointSentence(facts: SuggestionFacts): string {
  const { leadTimeDays, leadTimeSpreadDays, reorderPoint, safetyStock, serviceLevelBps } = facts;
  const lead = leadTimeSpreadDays > 0 ? `${days(leadTimeDays)} ± ${rounded(leadTimeSpreadDays)}` : days(leadTimeDays);
  const level = `${rounded(serviceLevelBps / 100)} %`;
  return `A delivery takes ${lead}, so the reorder point is ${reorderPoint}: ${reorderPoint - safetyStock} until it comes and ${safetyStock} for safety (${level} of deliveries in time).`;
}

function quantitySentence({ quantity, packSize, dailyMean, sellable, onOrder, cause }: SuggestionFacts): string {
  const packs =
    packSize > 1 ? ` (${quantity / packSize} ${quantity === packSize ? 'pack' : 'packs'} of ${packSize})` : '';
  const lasts = dailyMean > 0 ? `, all of it lasts ${lastingWords((sellable + onOrder + quantity) / dailyMean)}` : '';
  const why =
    cause === 'due'
      ? ''
      : cause === 'with-the-others'
        ? ' It will be due soon and joins the order.'
        : ' It fills the order up to the supplier’s minimum.';
  return `Order ${quantity}${packs}${lasts}.${why}`;
}

const lastingWords = (time: number): string => (time > 365 ? 'more than a year' : `about ${days(Math.round(time))}`);
