import { lineStock } from './stock-line.ts';

const RETRY_FROM_MS = 1_000;
const RETRY_TO_MS = 30_000;
const WATCHED_AT_MOST = 50;
const SUBSCRIPTION =
  'subscription Bag($ids: [ID!]!, $since: String) { inventoryChanged(variantIds: $ids, since: $since) { variantId quantityAvailable availableForSale } }';

interface StockChange {
  readonly variantId: string;
  readonly available: number;
  readonly forSale: boolean;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

function changeIn(text: string): StockChange | null {
  try {
    const answer: unknown = JSON.parse(text);
    const data = isRecord(answer) ? answer.data : null;
    const change = isRecord(data) ? data.inventoryChanged : null;
    if (!isRecord(change)) return null;
    const { variantId, quantityAvailable: available, availableForSale: forSale } = change;
    return typeof variantId === 'string' && typeof available === 'number' && typeof forSale === 'boolean'
      ? { variantId, available, forSale }
      : null;
  } catch {
    return null;
  }
}

/**
 * Says beside each line of the bag what happens to its stock while it happens, over one stream for the whole bag; after a lost connection it goes on
 * where it was. Lines are elements with data-variant (id) and data-quantity, each with a `.line-stock`. Attributes: data-few, data-short (sentences
 * with the number 2 in them), data-none, data-held (present when the bag's units are set aside). While a line cannot be bought, `[data-blocked]` of the
 * bag is shown in place of `[data-checkout]`.
 */
class LiveBag extends HTMLElement {
  #source: EventSource | null = null;
  #lastEventId = '';
  #retryMs = RETRY_FROM_MS;
  #timer: number | undefined;
  #dialog: HTMLDialogElement | null = null;

  connectedCallback(): void {
    this.#dialog = this.closest('dialog');
    this.#dialog?.addEventListener('close', this.#leave);
    document.addEventListener('visibilitychange', this.#seen);
    window.addEventListener('pagehide', this.#leave);
    window.addEventListener('pageshow', this.#seen);
    this.#connect();
  }

  disconnectedCallback(): void {
    this.#dialog?.removeEventListener('close', this.#leave);
    document.removeEventListener('visibilitychange', this.#seen);
    window.removeEventListener('pagehide', this.#leave);
    window.removeEventListener('pageshow', this.#seen);
    this.#leave();
  }

  readonly #seen = (): void => {
    if (document.visibilityState === 'hidden') this.#leave();
    else if (!this.#source && this.#dialog?.open !== false) this.#connect();
  };

  readonly #leave = (): void => {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  };

  #lines(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('[data-variant]')];
  }

  #connect(): void {
    clearTimeout(this.#timer);
    const ids = [...new Set(this.#lines().map((line) => line.dataset.variant ?? ''))].slice(0, WATCHED_AT_MOST);
    if (ids.length === 0) return;
    const address = new URL('/graphql', location.href);
    address.searchParams.set('query', SUBSCRIPTION);
    const since = this.#lastEventId;
    address.searchParams.set('variables', JSON.stringify(since ? { ids, since } : { ids }));
    const source = new EventSource(address);
    this.#source = source;
    source.addEventListener('next', (event) => {
      const change = changeIn(event.data);
      if (!change) return;
      this.#retryMs = RETRY_FROM_MS;
      this.#lastEventId = event.lastEventId;
      this.#say(change);
    });
    // The stream has nothing more to tell: the browser would ask again and again.
    source.addEventListener('complete', () => source.close());
    source.addEventListener('error', () => {
      // A lost connection the browser makes again by itself; a refused one it gives up.
      if (source.readyState !== EventSource.CLOSED || this.#source !== source) return;
      this.#source = null;
      this.#timer = window.setTimeout(() => this.#connect(), this.#retryMs);
      this.#retryMs = Math.min(RETRY_TO_MS, this.#retryMs * 2);
    });
  }

  #say({ variantId, available, forSale }: StockChange): void {
    const lines = this.#lines().filter((line) => line.dataset.variant === variantId);
    const wanted = lines.reduce((sum, line) => sum + Number(line.dataset.quantity), 0);
    const stock = lineStock({ wanted, available, forSale, isHeld: this.dataset.held !== undefined });
    const { few = '', short = '', none = '' } = this.dataset;
    const sentence = { plenty: '', few, short, none }[stock.state];
    const text = 'left' in stock ? sentence.replace('2', String(stock.left)) : sentence;
    for (const line of lines) {
      const note = line.querySelector<HTMLElement>('.line-stock');
      if (!note) continue;
      note.dataset.state = stock.state;
      if (note.textContent?.trim() !== text) note.textContent = text;
    }
    const isBlocked = this.querySelector('.line-stock[data-state="none"], .line-stock[data-state="short"]') !== null;
    const bag = this.closest('dialog, .bag-page');
    for (const link of bag?.querySelectorAll<HTMLElement>('[data-checkout]') ?? []) link.hidden = isBlocked;
    for (const notice of bag?.querySelectorAll<HTMLElement>('[data-blocked]') ?? []) notice.hidden = !isBlocked;
  }
}

customElements.define('live-bag', LiveBag);
