/** Sends the filter form as soon as something is chosen; without this script its button does. Empty fields stay out of the address. */
class ListFilters extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector('form');
    if (!form) return;
    this.dataset.live = '';
    form.addEventListener('change', (event) => {
      const target = event.target;
      // On a phone the panel covers the list: several values are ticked before its button is pressed.
      const sheet = matchMedia('(max-width: 47.99rem)').matches;
      const inPanel = target instanceof Element && target.closest('.facet-panel') !== null;
      if (!(sheet && inPanel)) form.requestSubmit();
    });
    form.addEventListener('formdata', (event) => {
      const first = form.querySelector('select')?.options[0]?.value;
      for (const [name, value] of [...event.formData]) {
        if (value === '' || (name === 'sort' && value === first)) event.formData.delete(name);
      }
    });
    document.addEventListener('click', (event) => this.#close(event.target));
    this.addEventListener('keydown', (event) => {
      const open = event.key === 'Escape' ? this.querySelector<HTMLDetailsElement>('details[open]') : null;
      if (!open) return;
      open.open = false;
      open.querySelector('summary')?.focus();
    });
  }

  #close(target: EventTarget | null): void {
    for (const open of this.querySelectorAll('details[open]')) {
      if (!(target instanceof Node) || !open.contains(target)) open.removeAttribute('open');
    }
  }
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
