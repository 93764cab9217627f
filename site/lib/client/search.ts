const PAUSE_MS = 120;

/** Suggests while typing, under the search field; arrows move through the suggestions, Escape closes them. The form works without it. */
class SearchSuggest extends HTMLElement {
  #asked = '';
  #timer: number | undefined;

  connectedCallback(): void {
    const input = this.querySelector('input');
    const panel = this.querySelector<HTMLElement>('.suggestions');
    if (!input || !panel) return;
    input.addEventListener('input', () => {
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => void this.#suggest(input.value.trim(), panel), PAUSE_MS);
    });
    this.addEventListener('keydown', (event) => this.#move(event, input, panel));
    document.addEventListener('click', (event) => {
      if (event.target instanceof Node && !this.contains(event.target)) panel.replaceChildren();
    });
  }

  async #suggest(words: string, panel: HTMLElement): Promise<void> {
    this.#asked = words;
    if (words.length < 2) return panel.replaceChildren();
    const html = await fetch(`${this.dataset.path}?q=${encodeURIComponent(words)}`)
      .then((response) => (response.ok ? response.text() : ''))
      .catch(() => '');
    // A later answer may have come first.
    if (this.#asked !== words) return;
    panel.innerHTML = html;
    const status = this.querySelector('[role="status"]');
    if (status) status.textContent = panel.querySelector('[data-status]')?.getAttribute('data-status') ?? '';
  }

  #move(event: KeyboardEvent, input: HTMLInputElement, panel: HTMLElement): void {
    const links = [...panel.querySelectorAll<HTMLElement>('a')];
    if (event.key === 'Escape' && links.length > 0) {
      event.preventDefault();
      panel.replaceChildren();
      input.focus();
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const stops = [input, ...links];
    const at = stops.findIndex((stop) => stop === document.activeElement);
    if (at < 0 || links.length === 0) return;
    event.preventDefault();
    stops[(at + (event.key === 'ArrowDown' ? 1 : stops.length - 1)) % stops.length]?.focus();
  }
}

customElements.define('search-suggest', SearchSuggest);
