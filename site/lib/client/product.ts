import { LiveStock } from './live-stock.ts';

/** Changes the chosen variant without a page change: fetches its page, puts in its offer and pictures, and its address into the bar. */
class ProductPage extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener('click', (event) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-variant]') : null;
      if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      void this.#choose(link);
    });
  }

  async #choose(link: HTMLAnchorElement): Promise<void> {
    const html = await fetch(link.href)
      .then((response) => (response.ok ? response.text() : null))
      .catch(() => null);
    const page = html === null ? null : new DOMParser().parseFromString(html, 'text/html');
    const next = page?.querySelector('product-page');
    if (!page || !next) return location.assign(link.href);
    const focus = link.dataset.focus;
    this.replaceChildren(...next.childNodes);
    const details = page.querySelector('.details');
    if (details) document.querySelector('.details')?.replaceWith(details);
    history.replaceState(history.state, '', link.href);
    [...this.querySelectorAll<HTMLElement>('[data-focus]')]
      .find((one) => one.dataset.focus === focus)
      ?.focus({ preventScroll: true });
  }
}

/** Marks the thumbnail of the picture in view and shows pictures large. Thumbnails are links to the pictures, so they work without it. */
class ProductGallery extends HTMLElement {
  connectedCallback(): void {
    const stage = this.querySelector<HTMLElement>('.stage');
    const dialog = this.querySelector('dialog');
    const thumbs = [...this.querySelectorAll<HTMLAnchorElement>('.thumbs a')];
    const pictures = [...this.querySelectorAll<HTMLAnchorElement>('.stage > a')];
    if (!stage || !dialog) return;
    const inView = () => Math.round(Math.abs(stage.scrollLeft) / stage.clientWidth);
    stage.addEventListener('scroll', () => mark(inView()), { passive: true });
    thumbs.forEach((thumb, place) => {
      thumb.addEventListener('click', (event) => {
        event.preventDefault();
        const target = pictures[place];
        if (target) stage.scrollTo({ left: target.offsetLeft - stage.offsetLeft, behavior: 'smooth' });
        mark(place);
      });
    });
    let shown = 0;
    const room = dialog.querySelector('.zoom-room');
    const show = (place: number) => {
      shown = (place + pictures.length) % pictures.length;
      const image = pictures[shown]?.querySelector('img')?.cloneNode();
      if (!(image instanceof HTMLImageElement) || !room) return;
      image.loading = 'eager';
      image.sizes = '100vw';
      image.style.viewTransitionName = 'none';
      room.replaceChildren(image);
    };
    this.addEventListener('click', (event) => {
      if (!(event.target instanceof Element)) return;
      const step = event.target.closest<HTMLElement>('[data-step]')?.dataset.step;
      if (step !== undefined) show(shown + Number(step));
      else if (event.target.closest('[data-close], .zoom-room')) dialog.close();
      else if (event.target.closest('[data-zoom]')) {
        event.preventDefault();
        show(inView());
        dialog.showModal();
      }
    });
    stage.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.target !== stage) return;
      show(inView());
      dialog.showModal();
    });
    function mark(place: number): void {
      thumbs.forEach((thumb, index) => {
        if (index === place) thumb.setAttribute('aria-current', 'true');
        else thumb.removeAttribute('aria-current');
      });
    }
  }
}

customElements.define('live-stock', LiveStock);
customElements.define('product-gallery', ProductGallery);
customElements.define('product-page', ProductPage);
