import { FEW, type SetStock, setStock } from './stock-line.ts';

const RETRY_FROM_MS = 1_000;
const RETRY_TO_MS = 30_000;

interface StockMessage {
  readonly sequence: number;
  readonly available: number;
  readonly forSale: boolean;
}

function stockIn(text: unknown): StockMessage | null {
  try {
    const message: unknown = JSON.parse(String(text));
    if (typeof message !== 'object' || message === null || !('available' in message) || !('sequence' in message))
      return null;
    const { available, sequence } = message;
    const forSale = 'forSale' in message && message.forSale === true;
    return typeof available === 'number' && typeof sequence === 'number' ? { available, sequence, forSale } : null;
  } catch {
    return null;
  }
}

/** Follows one variant over a WebSocket; goes on with the last sequence after a lost connection. */
class Feed {
  readonly quantity: number;
  stock: StockMessage | null = null;
  readonly #variantId: string;
  readonly #heard: () => void;
  #socket: WebSocket | null = null;
  #retryMs = RETRY_FROM_MS;
  #timer: number | undefined;

  constructor(part: string, heard: () => void) {
    const [variantId = '', quantity] = part.split(':');
    this.#variantId = variantId;
    this.quantity = Number(quantity) || 1;
    this.#heard = heard;
  }

  open(): void {
    if (this.#socket) return;
    const address = new URL(`/live/stock/${this.#variantId}`, location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    if (this.stock) address.searchParams.set('since', String(this.stock.sequence));
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.addEventListener('message', (event) => {
      const stock = stockIn(event.data);
      if (!stock || stock.sequence < (this.stock?.sequence ?? -1)) return;
      this.#retryMs = RETRY_FROM_MS;
      this.stock = stock;
      this.#heard();
    });
    socket.addEventListener('close', () => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      if (document.visibilityState !== 'visible') return;
      this.#timer = window.setTimeout(() => this.open(), this.#retryMs);
      this.#retryMs = Math.min(RETRY_TO_MS, this.#retryMs * 2);
    });
  }

  close(): void {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }
}

/**
 * Says how many units of a variant can be bought, as its own record has it (a bundle: the records of its parts), and follows every change. The page around it
 * may be a minute old; this is not.
 * Attributes: data-parts (`variant:quantity`, separated by spaces; without it nothing is followed), data-plenty, data-few (a sentence with the number 2 in it),
 * data-last, data-none, data-ahead (for what is sold on though none is there).
 */
export class LiveStock extends HTMLElement {
  #feeds: readonly Feed[] = [];

  connectedCallback(): void {
    const parts = this.dataset.parts?.split(' ') ?? [];
    this.#feeds = parts.map((part) => new Feed(part, this.#heard));
    this.#open();
    document.addEventListener('visibilitychange', this.#seen);
    window.addEventListener('pagehide', this.#leave);
  }

  disconnectedCallback(): void {
    document.removeEventListener('visibilitychange', this.#seen);
    window.removeEventListener('pagehide', this.#leave);
    this.#leave();
  }

  readonly #seen = (): void => {
    if (document.visibilityState === 'visible') this.#open();
  };

  readonly #leave = (): void => {
    for (const feed of this.#feeds) feed.close();
  };

  readonly #heard = (): void => {
    const parts = this.#feeds.flatMap(({ quantity, stock }) => (stock ? [{ ...stock, quantity }] : []));
    // Until every part was heard of, what the page says stands.
    if (parts.length === this.#feeds.length) this.#say(setStock(parts));
  };

  #open(): void {
    for (const feed of this.#feeds) feed.open();
  }

  #say({ available, forSale }: SetStock): void {
    const line = this.querySelector<HTMLElement>('.stock');
    if (!line) return;
    const { plenty = '', few = '', last = '', none = '', ahead = none } = this.dataset;
    const state = available <= 0 ? (forSale ? 'ahead' : 'none') : available <= FEW ? 'few' : 'plenty';
    const text =
      state === 'none'
        ? none
        : state === 'ahead'
          ? ahead
          : state === 'plenty'
            ? plenty
            : available === 1
              ? last
              : few.replace('2', String(available));
    if (line.textContent?.trim() !== text) line.textContent = text;
    line.dataset.state = state;
  }
}
