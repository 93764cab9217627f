/** Lets a mouse look at a product's further pictures by moving along the card; fingers swipe the same strip without this script. */
export class ProductViews extends HTMLElement {
  connectedCallback(): void {
    const strip = this.querySelector<HTMLElement>('.strip');
    const total = strip?.children.length ?? 0;
    if (!strip || total < 2) return;
    const marks = document.createElement('span');
    marks.className = 'views-place';
    marks.replaceChildren(...Array.from({ length: total }, () => document.createElement('i')));
    this.appendChild(marks);
    const show = (place: number) => {
      [...marks.children].forEach((mark, index) => {
        mark.classList.toggle('on', index === place);
      });
    };
    show(0);
    strip.addEventListener('scroll', () => show(Math.round(Math.abs(strip.scrollLeft) / strip.clientWidth)), {
      passive: true,
    });
    if (!matchMedia('(hover: hover)').matches) return;
    const direction = getComputedStyle(strip).direction === 'rtl' ? -1 : 1;
    const go = (place: number) => strip.scrollTo({ left: direction * place * strip.clientWidth, behavior: 'instant' });
    this.addEventListener('pointermove', (event) => {
      if (event.pointerType !== 'mouse') return;
      const box = this.getBoundingClientRect();
      const along = (event.clientX - box.left) / box.width;
      go(Math.min(total - 1, Math.max(0, Math.floor((direction === 1 ? along : 1 - along) * total))));
    });
    this.addEventListener('pointerleave', () => go(0));
  }
}
