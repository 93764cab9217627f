import { VoiceInput } from './voice.ts';

const PAUSE_MS = 120;
/** Answers remembered while a page is open: taking a letter back asks nobody. */
const KEPT_MOST = 40;

/**
 * A search field that suggests while somebody types: the combobox pattern with a listbox. Arrows move through the suggestions, Enter follows one (or
 * searches, when none is chosen), Escape closes; the cursor never leaves the field. Without this script the form works as it is. Source: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
 */
export class SearchBox extends HTMLElement {
  readonly #answers = new Map<string, string>();
  #asking: AbortController | null = null;
  #timer: number | undefined;
  /** Place of the chosen suggestion; -1: none, the field itself. */
  #at = -1;

  connectedCallback(): void {
    const input = this.querySelector('input');
    const list = this.querySelector<HTMLElement>('[role="listbox"]');
    if (!input || !list) return;
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-expanded', 'false');
    input.setAttribute('aria-controls', list.id);
    input.addEventListener('input', () => this.#suggestSoon(input, list, PAUSE_MS));
    input.addEventListener('keydown', (event) => this.#key(event, input, list));
    // The cursor stays in the field while a pointer chooses.
    list.addEventListener('pointerdown', (event) => event.preventDefault());
    list.addEventListener('click', () => this.#close(input, list));
    this.addEventListener('submit', () => this.#close(input, list));
    this.addEventListener('focusout', (event) => {
      if (!(event.relatedTarget instanceof Node && this.contains(event.relatedTarget))) this.#close(input, list);
    });
    const voice = this.querySelector<HTMLButtonElement>('.voice');
    if (voice) new VoiceInput(voice, input, this.dataset, (text) => this.#say(text));
    // A click asks anew; in an empty field for what is often searched.
    input.addEventListener('click', () => this.#suggestSoon(input, list, 0));
    // Typed before this script was there.
    if (document.activeElement === input && input.value !== input.defaultValue) this.#suggestSoon(input, list, 0);
  }

  #suggestSoon(input: HTMLInputElement, list: HTMLElement, pauseMs: number): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#timer = window.setTimeout(() => void this.#suggest(input, list), pauseMs);
  }

  async #suggest(input: HTMLInputElement, list: HTMLElement): Promise<void> {
    const words = input.value.trim();
    const asking = new AbortController();
    this.#asking = asking;
    const html = this.#answers.get(words) ?? (await this.#ask(words, asking.signal));
    if (html === null || asking.signal.aborted || document.activeElement !== input) return;
    if (this.#answers.size >= KEPT_MOST) this.#answers.clear();
    this.#answers.set(words, html);
    list.innerHTML = html;
    const options = this.#options(list);
    for (const [place, option] of options.entries()) option.id = `${list.id}-${place}`;
    this.#choose(input, options, -1);
    list.hidden = options.length === 0;
    input.setAttribute('aria-expanded', String(options.length > 0));
    const said = list.querySelector('[data-said]')?.getAttribute('data-said');
    this.#say(said ?? (words === '' ? '' : (this.dataset.none ?? '')));
  }

  #ask(words: string, signal: AbortSignal): Promise<string | null> {
    return fetch(`${this.dataset.path}?q=${encodeURIComponent(words)}`, { signal })
      .then((answer) => (answer.ok ? answer.text() : null))
      .catch(() => null);
  }

  #options(list: HTMLElement): readonly HTMLElement[] {
    return [...list.querySelectorAll<HTMLElement>('[role="option"]')];
  }

  #choose(input: HTMLInputElement, options: readonly HTMLElement[], at: number): void {
    this.#at = at;
    for (const [place, option] of options.entries()) option.setAttribute('aria-selected', String(place === at));
    const chosen = options[at];
    if (chosen) {
      input.setAttribute('aria-activedescendant', chosen.id);
      chosen.scrollIntoView({ block: 'nearest' });
    } else input.removeAttribute('aria-activedescendant');
  }

  #close(input: HTMLInputElement, list: HTMLElement): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    this.#choose(input, this.#options(list), -1);
    this.#say('');
  }

  #key(event: KeyboardEvent, input: HTMLInputElement, list: HTMLElement): void {
    // Enter and arrows belong to the writing system while it composes.
    if (event.isComposing) return;
    const options = this.#options(list);
    if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault();
      this.#close(input, list);
    } else if (event.key === 'Enter' && !list.hidden && options[this.#at]) {
      event.preventDefault();
      options[this.#at]?.click();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      // The field is one stop of the round: places -1 .. last.
      const stops = options.length + 1;
      const next = (this.#at + 1 + (event.key === 'ArrowDown' ? 1 : stops - 1)) % stops;
      if (list.hidden) this.#suggestSoon(input, list, 0);
      else this.#choose(input, options, next - 1);
    }
  }

  #say(text: string): void {
    const status = this.querySelector('[role="status"]');
    if (status && status.textContent !== text) status.textContent = text;
  }
}

customElements.define('search-box', SearchBox);
