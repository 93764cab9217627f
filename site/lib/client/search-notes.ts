/** Tells the shop which words were searched and what was opened of their results: counts, without anything that could name the visitor. */

const SEARCHED = 'searched';
const SEARCHED_MOST = 5;

/**
 * Whether the visitor may be remembered: agreed, and the browser does not object. Said here again, since every page loads the visits' script and few this one:
 * sharing it would cost all of them a file more.
 */
const agreed = (): boolean =>
  /(?:^|; )consent=yes/.test(document.cookie) &&
  Reflect.get(navigator, 'globalPrivacyControl') !== true &&
  Reflect.get(navigator, 'doNotTrack') !== '1';

interface Searched {
  readonly locale: string;
  readonly query: string;
}
interface Deed extends Searched {
  readonly kind: 'search' | 'click' | 'order';
  readonly results?: number;
  readonly productId?: number;
}

function tell(deeds: readonly Deed[]): void {
  const body = JSON.stringify(deeds);
  // A beacon goes out even when the page is left at once.
  if (!navigator.sendBeacon('/search-note', body))
    void fetch('/search-note', { method: 'POST', body, keepalive: true });
}

/** Tells of a search and how much it found. A page that is drawn ahead of a click was not looked at yet. */
export function noteSearch(search: Searched, results: number): void {
  const note = () => tell([{ kind: 'search', ...search, results }]);
  if (Reflect.get(document, 'prerendering') === true)
    document.addEventListener('prerenderingchange', note, { once: true });
  else note();
}

/** Tells what was opened from the results; for a visitor who agreed to be remembered, the words are kept until an order, or the end of the visit. */
export function noteClick(search: Searched, productId: number): void {
  tell([{ kind: 'click', ...search, productId }]);
  if (!agreed()) return;
  const others = searched().filter((one) => one.query !== search.query || one.locale !== search.locale);
  sessionStorage.setItem(SEARCHED, JSON.stringify([search, ...others].slice(0, SEARCHED_MOST)));
}

/** Tells, of a visitor who agreed, after which searches they ordered. */
export function noteOrder(): void {
  const searches = searched();
  sessionStorage.removeItem(SEARCHED);
  if (searches.length > 0) tell(searches.map((search) => ({ kind: 'order', ...search })));
}

const isSearched = (value: unknown): value is Searched =>
  typeof value === 'object' && value !== null && 'locale' in value && 'query' in value;

function searched(): readonly Searched[] {
  const kept: unknown = JSON.parse(sessionStorage.getItem(SEARCHED) ?? '[]');
  return Array.isArray(kept) ? kept.filter(isSearched) : [];
}
