import './listing.ts';
import './search-box.ts';
import { noteClick, noteSearch } from './search-notes.ts';

const PAUSE_MS = 300;

/**
 * Results that follow the field: while somebody types, the newest address takes the place of the last one; what is decided (Enter, a suggestion, a
 * correction) is an address of its own, so that going back leads through what was searched, not through its letters. Without this script the form does it.
 */
class SearchPage extends HTMLElement {
  #asking: AbortController | null = null;
  #timer: number | undefined;
  readonly #gone = new AbortController();
  /** Words whose search the shop was told of. */
  #noted: string | null = null;

  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement>('search-box input');
    const form = input?.form;
    if (!input || !form) return;
    input.addEventListener('input', () => {
      clearTimeout(this.#timer);
      const words = input.value.trim();
      if (words.length > 1)
        this.#timer = window.setTimeout(() => void this.#show(addressFor(form, words), 'draft'), PAUSE_MS);
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const words = input.value.trim();
      if (words !== '') void this.#show(addressFor(form, words), 'step');
    });
    if (isFirstLook()) this.#note();
    this.addEventListener('click', (event) => {
      this.#opened(event.target);
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-words]') : null;
      if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      input.value = link.dataset.words ?? '';
      void this.#show(link.href, 'step');
    });
    window.addEventListener(
      'popstate',
      () => {
        input.value = new URLSearchParams(location.search).get('q') ?? '';
        void this.#show(location.href, 'back');
      },
      { signal: this.#gone.signal },
    );
  }

  disconnectedCallback(): void {
    this.#gone.abort();
  }

  async #show(address: string, kind: 'draft' | 'step' | 'back'): Promise<void> {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.setAttribute('aria-busy', 'true');
    const html = await fetch(address, { signal: asking.signal })
      .then((answer) => (answer.ok ? answer.text() : null))
      .catch(() => null);
    if (asking.signal.aborted) return;
    this.removeAttribute('aria-busy');
    const next = html === null ? null : new DOMParser().parseFromString(html, 'text/html');
    const results = next?.querySelector('search-page [data-results]');
    const here = this.querySelector('[data-results]');
    if (!next || !results || !here) return location.assign(address);
    here.replaceWith(results);
    document.title = next.title;
    const heading = next.querySelector('search-page h1');
    if (heading) this.querySelector('h1')?.replaceWith(heading);
    this.#say();
    if (kind === 'back') return;
    if (kind === 'step') this.#note();
    const wasDraft = Reflect.get(Object(history.state), 'draft') === true;
    const state = kind === 'draft' ? { draft: true } : null;
    if (wasDraft || address === location.href) history.replaceState(state, '', address);
    else history.pushState(state, '', address);
  }

  /** Tells the shop of the search that is shown, once; filtered lists are part of the search before. */
  #note(): void {
    const { words, total } = this.querySelector<HTMLElement>('[data-results]')?.dataset ?? {};
    if (!words || total === undefined || this.#noted === words) return;
    this.#noted = words;
    noteSearch(this.#searched(words), Number(total));
  }

  #opened(target: EventTarget | null): void {
    const link = target instanceof Element ? target.closest('[data-cards] a[href]') : null;
    const product = Number(link?.closest<HTMLElement>('[data-product]')?.dataset.product);
    const words = this.querySelector<HTMLElement>('[data-results]')?.dataset.words;
    if (!words || !product) return;
    // What was only typed becomes a search when something of it is opened.
    this.#note();
    noteClick(this.#searched(words), product);
  }

  #searched(query: string) {
    return { locale: this.dataset.locale ?? '', query };
  }

  #say(): void {
    const status = this.querySelector('[data-told]');
    const text = this.querySelector('[data-results] .total, [data-results] .empty h2')?.textContent?.trim() ?? '';
    if (status) status.textContent = text;
  }
}

/** Whether a page was come to, not loaded again or gone back to. */
function isFirstLook(): boolean {
  const [navigation] = performance.getEntriesByType('navigation');
  return navigation instanceof PerformanceNavigationTiming && navigation.type === 'navigate';
}

/** Address of the results for words: the form's, without filters of the words before. */
function addressFor(form: HTMLFormElement, words: string): string {
  const address = new URL(form.action);
  address.search = new URLSearchParams({ q: words }).toString();
  return address.href;
}

customElements.define('search-page', SearchPage);
