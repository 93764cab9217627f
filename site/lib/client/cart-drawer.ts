/**
 * Opens the bag beside the page and sends bag forms without leaving it. Without this script the same links and forms lead to the bag page.
 * Attribute `data-path`: address of the drawer's markup.
 */
export class CartDrawer extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener('click', (event) => {
      const target = event.target instanceof Element ? event.target.closest('[data-bag]') : null;
      if (!target || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      void this.#load(fetch(this.#path()), () => target instanceof HTMLAnchorElement && location.assign(target.href));
    });
    document.addEventListener('submit', (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || !form.hasAttribute('data-bag-form')) return;
      event.preventDefault();
      this.#submit(form, event.submitter);
    });
    this.addEventListener('change', (event) => {
      if (event.target instanceof HTMLInputElement && event.target.name === 'quantity')
        event.target.form?.requestSubmit();
    });
    this.#dialog()?.addEventListener('click', (event) => {
      const dialog = this.#dialog();
      const closing =
        event.target === dialog || (event.target instanceof Element && event.target.closest('[data-close]'));
      if (!closing) return;
      event.preventDefault();
      dialog?.close();
    });
  }

  #path(): string {
    return this.dataset.path ?? '/cart/drawer';
  }

  #dialog(): HTMLDialogElement | null {
    return this.querySelector('dialog');
  }

  #submit(form: HTMLFormElement, submitter: HTMLElement | null): void {
    if (form.getAttribute('aria-busy') === 'true') return;
    const data = new FormData(form, submitter);
    data.set('view', 'drawer');
    const action = submitter?.getAttribute('formaction') ?? form.action;
    form.setAttribute('aria-busy', 'true');
    const sent = fetch(action, {
      method: 'POST',
      body: new URLSearchParams(
        [...data].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
      ),
    });
    void this.#load(sent, () => form.submit()).finally(() => form.removeAttribute('aria-busy'));
  }

  /** Shows the markup that an answer brings; `instead` when none came. Focus stays on the control of the same name, or goes to the drawer. */
  async #load(answer: Promise<Response>, instead: () => void): Promise<void> {
    const dialog = this.#dialog();
    const html = await answer.then((response) => (response.ok ? response.text() : null)).catch(() => null);
    if (html === null || !dialog) return instead();
    const focused = dialog.contains(document.activeElement)
      ? (document.activeElement?.getAttribute('data-focus') ?? null)
      : null;
    dialog.innerHTML = html;
    if (!dialog.open) dialog.showModal();
    const again =
      focused === null
        ? null
        : [...dialog.querySelectorAll<HTMLElement>('[data-focus]')].find((one) => one.dataset.focus === focused);
    (again ?? dialog.querySelector<HTMLElement>('[data-first-focus]'))?.focus();
    const status = this.querySelector('[role="status"]');
    if (status) status.textContent = dialog.querySelector('[data-status]')?.textContent ?? '';
    document.dispatchEvent(new Event('bag-changed'));
  }
}
