/**
 * Says where the chosen version can be collected and when, as the stock is now; the page around it may be a minute old. Without an answer it stays
 * what it is. Attribute `data-path`: where the answer is had.
 */
export class PickupLine extends HTMLElement {
  connectedCallback(): void {
    void this.#fill();
  }

  async #fill(): Promise<void> {
    const html = await fetch(this.dataset.path ?? '')
      .then((answer) => (answer.ok ? answer.text() : ''))
      .catch(() => '');
    if (html !== '') this.replaceChildren(...new DOMParser().parseFromString(html, 'text/html').body.childNodes);
  }
}

customElements.define('pickup-line', PickupLine);
