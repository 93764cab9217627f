import { FEW } from './stock-line.ts';

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

/**
 * Says how many units of a variant can be bought, as the unit's own record has it, and follows every change over a WebSocket; resumes with
 * the last sequence after a lost connection. The page around it may be a minute old; this is not.
 * Attributes: data-variant-id (number; without it nothing is followed), data-plenty, data-few (a sentence with the number 2 in it), data-last, data-none,
 * data-ahead (for what is sold on though none is there).
 */
export class LiveStock extends HTMLElement {
  #socket: WebSocket | null = null;
  #sequence = -1;
  #retryMs = RETRY_FROM_MS;
  #timer: number | undefined;

  connectedCallback(): void {
    if (!this.dataset.variantId) return;
    this.#connect();
    document.addEventListener('visibilitychange', this.#seen);
    window.addEventListener('pagehide', this.#leave);
  }

  disconnectedCallback(): void {
    document.removeEventListener('visibilitychange', this.#seen);
    window.removeEventListener('pagehide', this.#leave);
    this.#leave();
  }

  readonly #seen = (): void => {
    if (document.visibilityState === 'visible' && !this.#socket) this.#connect();
  };

  readonly #leave = (): void => {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  };

  #connect(): void {
    const address = new URL(`/live/stock/${this.dataset.variantId}`, location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    if (this.#sequence >= 0) address.searchParams.set('since', String(this.#sequence));
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.addEventListener('message', (event) => {
      const stock = stockIn(event.data);
      if (!stock || stock.sequence < this.#sequence) return;
      this.#retryMs = RETRY_FROM_MS;
      this.#sequence = stock.sequence;
      this.#say(stock);
    });
    socket.addEventListener('close', () => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      if (document.visibilityState !== 'visible') return;
      this.#timer = window.setTimeout(() => this.#connect(), this.#retryMs);
      this.#retryMs = Math.min(RETRY_TO_MS, this.#retryMs * 2);
    });
  }

  #say({ available, forSale }: StockMessage): void {
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
