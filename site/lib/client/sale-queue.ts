const RETRY_MS = 3_000;
const POLL_MS = 15_000;
const SECOND_MS = 1_000;

interface QueueMessage {
  readonly status: string;
  readonly ahead?: number;
}

function messageIn(text: unknown): QueueMessage | null {
  try {
    const message: unknown = JSON.parse(String(text));
    if (typeof message !== 'object' || message === null || !('status' in message)) return null;
    const ahead = 'ahead' in message && typeof message.ahead === 'number' ? { ahead: message.ahead } : {};
    return { status: String(message.status), ...ahead };
  } catch {
    return null;
  }
}

/** `1 d 02:03:04`, `02:03:04` or `03:04` of a span of time. */
function spanText(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / SECOND_MS));
  const two = (value: number) => String(value).padStart(2, '0');
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3_600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  const clock = `${hours > 0 || days > 0 ? `${two(hours)}:` : ''}${two(minutes)}:${two(seconds % 60)}`;
  return days > 0 ? `${days} d ${clock}` : clock;
}

/**
 * A shopper's place in a queue, kept true: counts down by the shop's clock, moves up over a WebSocket, and fetches the panel anew when something else became
 * true. Where no socket can be had it asks from time to time; without scripts the page reloads itself.
 * Attributes: data-panel (address of the panel for this shopper), data-live (path of the ticket's socket; missing: no ticket), data-fresh (present: fetch at once,
 * since the page is everybody's).
 */
export class SaleQueue extends HTMLElement {
  #socket: WebSocket | null = null;
  #timers: number[] = [];
  #status = '';

  connectedCallback(): void {
    this.#start();
    if (this.dataset.fresh !== undefined) void this.#refresh();
    document.addEventListener('visibilitychange', this.#seen);
  }

  disconnectedCallback(): void {
    document.removeEventListener('visibilitychange', this.#seen);
    this.#stop();
  }

  readonly #seen = (): void => {
    if (document.visibilityState === 'visible') void this.#refresh();
  };

  #start(): void {
    this.#stop();
    this.#status = this.querySelector<HTMLElement>('.drop')?.dataset.state ?? '';
    for (const clock of this.querySelectorAll<HTMLElement>('time[data-until]')) this.#count(clock);
    if (this.dataset.live) this.#connect(this.dataset.live);
    else this.#poll();
  }

  #stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #later(ms: number, act: () => void): void {
    this.#timers.push(window.setTimeout(act, ms));
  }

  #count(clock: HTMLElement): void {
    const untilMs = Date.parse(clock.dataset.until ?? '');
    const aheadMs = Date.parse(clock.dataset.now ?? '') - Date.now();
    // An everybody's page may be a minute old; the panel that replaces it is not.
    const offsetMs = this.dataset.fresh === undefined && Number.isFinite(aheadMs) ? aheadMs : 0;
    const tick = (): void => {
      const leftMs = untilMs - (Date.now() + offsetMs);
      clock.textContent = spanText(leftMs);
      if (leftMs > 0) this.#later(Math.min(SECOND_MS, leftMs % SECOND_MS || SECOND_MS), tick);
      // Everybody's clock strikes at once; they need not all ask in the same instant.
      else this.#later(300 + Math.random() * 1_700, () => void this.#refresh());
    };
    tick();
  }

  #connect(path: string): void {
    const address = new URL(path, location.href);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.addEventListener('message', (event) => this.#hear(messageIn(event.data)));
    socket.addEventListener('close', () => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.#later(RETRY_MS + Math.random() * RETRY_MS, () => void this.#refresh());
    });
  }

  #hear(message: QueueMessage | null): void {
    if (!message) return;
    if (message.status !== this.#status) return void this.#refresh();
    const place = this.querySelector('[data-place]');
    if (place && message.ahead !== undefined) place.textContent = String(message.ahead + 1);
  }

  #poll(): void {
    const pauseMs = Number(this.querySelector<HTMLElement>('.drop')?.dataset.poll ?? 0);
    if (pauseMs > 0) this.#later(Math.max(pauseMs, POLL_MS), () => void this.#refresh());
  }

  async #refresh(): Promise<void> {
    // What is being typed is not taken away.
    if (this.querySelector('input:focus')) return this.#poll();
    const html = await fetch(this.dataset.panel ?? '', { headers: { accept: 'text/html' } })
      .then((response) => (response.ok ? response.text() : null))
      .catch(() => null);
    const next =
      html === null ? null : new DOMParser().parseFromString(html, 'text/html').querySelector<HTMLElement>('div');
    if (!this.isConnected) return;
    if (!next) {
      this.#stop();
      return this.#later(RETRY_MS, () => void this.#refresh());
    }
    const wasFocused = this.contains(document.activeElement);
    delete this.dataset.fresh;
    if (next.dataset.live) this.dataset.live = next.dataset.live;
    else delete this.dataset.live;
    this.replaceChildren(...next.childNodes);
    if (wasFocused) this.querySelector<HTMLElement>('button')?.focus({ preventScroll: true });
    this.#start();
  }
}

customElements.define('sale-queue', SaleQueue);
