/** Asks without leaving the page: the answer's own form, or its thanks, takes the place of the form. Without an answer the form is sent as it would be. */
export class BackInStock extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener('submit', (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement)) return;
      event.preventDefault();
      void this.send(form);
    });
  }

  async send(form: HTMLFormElement): Promise<void> {
    const button = form.querySelector('button');
    if (button) button.disabled = true;
    try {
      const response = await fetch(form.action, {
        method: 'POST',
        body: new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)])),
      });
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      const answer = page.querySelector('back-in-stock');
      if (!answer) throw new Error('no answer');
      this.replaceChildren(...answer.childNodes);
      const field = this.querySelector('input');
      if (field) field.focus();
    } catch {
      form.submit();
    }
  }
}

customElements.define('back-in-stock', BackInStock);
