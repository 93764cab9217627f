/**
 * Shows the list anew as soon as something is chosen, with the open filter still open and the focus where it was; without this script the
 * form's buttons do. Every choice is an address of its own: going back takes it back. Empty fields stay out of the address.
 */
class ListFilters extends HTMLElement {
  #asking: AbortController | null = null;
  readonly #gone = new AbortController();

  disconnectedCallback(): void {
    this.#gone.abort();
  }

  connectedCallback(): void {
    const { signal } = this.#gone;
    this.dataset.live = '';
    this.addEventListener('change', (event) => {
      // On a phone the panel covers the list: several values are ticked before its button is pressed.
      const sheet = matchMedia('(max-width: 47.99rem)').matches;
      const inPanel = event.target instanceof Element && event.target.closest('.facet-panel') !== null;
      if (!(sheet && inPanel)) this.querySelector<HTMLFormElement>('form.toolbar')?.requestSubmit();
    });
    this.addEventListener('submit', (event) => {
      if (!(event.target instanceof HTMLFormElement)) return;
      event.preventDefault();
      void this.#show(addressOf(event.target), event.submitter === null, true);
    });
    this.addEventListener('click', (event) => {
      const link =
        event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('.chips a, .empty a') : null;
      if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      void this.#show(link.href, false, true);
    });
    // A search page shows what an address before was about itself: its words may be others.
    if (!this.closest('search-page'))
      window.addEventListener('popstate', () => void this.#show(location.href, false, false), { signal });
    document.addEventListener('click', (event) => this.#close(event.target), { signal });
    this.addEventListener('keydown', (event) => {
      const open = event.key === 'Escape' ? this.querySelector<HTMLDetailsElement>('details[open]') : null;
      if (!open) return;
      open.open = false;
      open.querySelector('summary')?.focus();
    });
  }

  async #show(address: string, keepOpen: boolean, remember: boolean): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    const html = await fetch(address, { signal: asking.signal })
      .then((response) => (response.ok ? response.text() : null))
      .catch(() => null);
    // A later choice was made meanwhile.
    if (asking.signal.aborted) return;
    const next =
      html === null ? null : new DOMParser().parseFromString(html, 'text/html').querySelector('list-filters');
    if (!next) return location.assign(address);
    const open = keepOpen
      ? [...this.querySelectorAll('details.facet')].findIndex((one) => one.hasAttribute('open'))
      : -1;
    const focused = document.activeElement;
    const place =
      focused instanceof HTMLInputElement || focused instanceof HTMLSelectElement
        ? { name: focused.name, value: focused.value }
        : null;
    this.replaceChildren(...next.childNodes);
    this.querySelectorAll('details.facet')[open]?.setAttribute('open', '');
    for (const control of this.querySelectorAll<HTMLElement>('input, select')) {
      const isSame =
        control instanceof HTMLInputElement || control instanceof HTMLSelectElement
          ? control.name === place?.name && control.value === place.value
          : false;
      if (isSame) control.focus({ preventScroll: true });
    }
    if (remember) history.pushState(null, '', address);
  }

  #close(target: EventTarget | null): void {
    for (const open of this.querySelectorAll('details[open]')) {
      if (!(target instanceof Node) || (target.isConnected && !open.contains(target))) open.removeAttribute('open');
    }
  }
}

/** Address a filter form leads to, without empty fields and the first, usual order. */
function addressOf(form: HTMLFormElement): string {
  const usual = form.querySelector('select')?.options[0]?.value;
  const fields = [...new FormData(form)].flatMap(([name, value]) =>
    typeof value === 'string' && value !== '' && !(name === 'sort' && value === usual) ? [[name, value]] : [],
  );
  const address = new URL(form.action);
  address.search = new URLSearchParams(fields).toString();
  return address.href;
}

/** Puts the next products under those already shown and the longer address into the bar, so that coming back finds the same place. */
class LoadMore extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener('click', (event) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[rel="next"]') : null;
      if (!link || event.metaKey || event.ctrlKey || link.search.includes('after=')) return;
      event.preventDefault();
      void this.#more(link);
    });
  }

  async #more(link: HTMLAnchorElement): Promise<void> {
    link.setAttribute('aria-disabled', 'true');
    const html = await fetch(link.href)
      .then((response) => (response.ok ? response.text() : null))
      .catch(() => null);
    const longer = html === null ? null : new DOMParser().parseFromString(html, 'text/html').querySelector('load-more');
    const list = this.querySelector('[data-cards]');
    const cards = [...(longer?.querySelectorAll('[data-cards] > li') ?? [])].slice(list?.children.length ?? 0);
    const footer = longer?.querySelector('[data-more]');
    const first = cards[0];
    if (!list || !footer || !first) return location.assign(link.href);
    for (const card of cards) list.appendChild(card);
    this.querySelector('[data-more]')?.replaceWith(footer);
    history.replaceState(history.state, '', link.href);
    first.querySelector<HTMLElement>('.name a')?.focus({ preventScroll: true });
    const status = this.querySelector('[role="status"]');
    if (status) status.textContent = (this.dataset.said ?? '').replace('0', String(cards.length));
  }
}

customElements.define('list-filters', ListFilters);
customElements.define('load-more', LoadMore);
