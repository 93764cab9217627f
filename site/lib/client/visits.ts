/** What a visit leaves, only once the visitor agreed: a note at the shop of what was looked at, and this visit's products in a cookie that ends with it. */

const SEEN_MOST = 12;

const cookie = (name: string): string | null =>
  new RegExp(`(?:^|; )${name}=([^;]*)`).exec(document.cookie)?.[1] ?? null;

/** Whether the browser says that its user does not want to be followed. Sources: https://w3c.github.io/gpc/ and https://www.w3.org/TR/tracking-dnt/ */
const objects = (): boolean =>
  Reflect.get(navigator, 'globalPrivacyControl') === true || Reflect.get(navigator, 'doNotTrack') === '1';

const agreed = (): boolean => cookie('consent') === 'yes' && !objects();

function tell(kind: string, products: readonly string[]): void {
  if (products.length === 0) return;
  const body = JSON.stringify({ kind, products: products.map(Number) });
  // A beacon goes out even when the page is left at once.
  if (!navigator.sendBeacon('/visit', body)) void fetch('/visit', { method: 'POST', body, keepalive: true });
}

/**
 * Notes what the page is about. Attributes: `data-kind` view or order, `data-products` numbers with dots between; `data-once`: only the first time in
 * this visit. On a product's page, putting it into the bag is noted too.
 */
export class VisitNote extends HTMLElement {
  connectedCallback(): void {
    this.note();
    document.addEventListener('visits-agreed', () => this.note());
    if (this.dataset.kind !== 'view') return;
    document.addEventListener('submit', (event) => {
      if (event.target instanceof HTMLFormElement && event.target.id === 'buy' && agreed())
        tell('cart', this.#products());
    });
  }

  note(): void {
    // A page that is drawn ahead of a click was not looked at yet.
    if (Reflect.get(document, 'prerendering') === true) {
      document.addEventListener('prerenderingchange', () => this.note(), { once: true });
      return;
    }
    if (!agreed()) return;
    const { kind = 'view', once } = this.dataset;
    if (once !== undefined) {
      if (sessionStorage.getItem(`noted ${once}`)) return;
      sessionStorage.setItem(`noted ${once}`, '1');
    }
    const products = this.#products();
    tell(kind, products);
    if (kind !== 'view') return;
    const seen = (cookie('seen') ?? '').split('.').filter((id) => id !== '' && !products.includes(id));
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet.
    document.cookie = `seen=${[...products, ...seen].slice(0, SEEN_MOST).join('.')}; path=/; samesite=lax`;
  }

  #products(): readonly string[] {
    return (this.dataset.products ?? '').split('.').filter((id) => /^\d+$/.test(id));
  }
}

/** Asks whether visits may be remembered, of those who have not answered and whose browser does not object. Hidden without scripts: then nothing is noted. */
export class ConsentNotice extends HTMLElement {
  connectedCallback(): void {
    const change = document.querySelector<HTMLElement>('[data-consent-change]');
    if (objects()) return;
    if (change) {
      change.hidden = false;
      change.addEventListener('click', () => {
        this.hidden = false;
        this.scrollIntoView({ block: 'center' });
        this.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true });
      });
    }
    this.hidden = cookie('consent') !== null;
    this.addEventListener('click', (event) => {
      const answer = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-answer]') : null;
      if (answer?.dataset.answer) void this.#answer(answer.dataset.answer);
    });
  }

  async #answer(answer: string): Promise<void> {
    const sent = await fetch('/visit/consent', { method: 'POST', body: new URLSearchParams({ answer }) }).catch(
      () => null,
    );
    // Without an answer of the shop the question stays.
    if (!sent?.ok) return;
    this.hidden = true;
    if (answer === 'yes') document.dispatchEvent(new Event('visits-agreed'));
  }
}

/** Puts what fits the visitor in the place of what is in demand, of the same size, so that nothing moves. Attribute `data-path`: where it is had. */
export class ForYou extends HTMLElement {
  connectedCallback(): void {
    if (agreed()) void this.#fill();
  }

  async #fill(): Promise<void> {
    const html = await fetch(this.dataset.path ?? '')
      .then((answer) => (answer.ok ? answer.text() : ''))
      .catch(() => '');
    const found = new DOMParser().parseFromString(html, 'text/html').body;
    if (found.querySelector('.grid li')) this.replaceChildren(...found.childNodes);
  }
}
