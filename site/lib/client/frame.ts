import { CartDrawer } from './cart-drawer.ts';
import { ProductViews } from './product-views.ts';
import { keepPictureAcrossPages } from './transitions.ts';
import { ConsentNotice, ForYou, VisitNote } from './visits.ts';

/** Shows how many items the bag holds, from the cookie that every bag change leaves; the page itself stays the same for everyone. */
class BagCount extends HTMLElement {
  connectedCallback(): void {
    this.show();
    window.addEventListener('pageshow', () => this.show());
    document.addEventListener('bag-changed', () => this.show());
  }

  show(): void {
    const count = Number(/(?:^|; )bag=(\d+)/.exec(document.cookie)?.[1] ?? 0);
    this.className = 'count';
    this.textContent = count > 0 ? String(count) : '';
  }
}

/** Closes an open menu when something else is clicked or Escape pressed; without it the menu's own word closes it. */
function closeMenus(): void {
  const open = () => document.querySelector<HTMLDetailsElement>('details[name="nav"][open]');
  document.addEventListener('click', (event) => {
    const menu = open();
    if (menu && event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener('keydown', (event) => {
    const menu = event.key === 'Escape' ? open() : null;
    if (!menu) return;
    menu.open = false;
    menu.querySelector('summary')?.focus();
  });
}

/** The search field learns to suggest, and to listen where the browser can, once somebody goes to it: other visits load nothing of it. */
function wakeSearch(): void {
  const wake = ({ target }: Event) => {
    if (target instanceof Element && target.closest('search-box')) void import('./search-box.ts');
  };
  for (const kind of ['focusin', 'pointerover', 'input']) document.addEventListener(kind, wake);
  if ('SpeechRecognition' in window || 'webkitSpeechRecognition' in window) document.documentElement.dataset.voice = '';
}

/** Parts that few pages have: their script comes once one of them is there, from the beginning or put in later. */
const RARE: Readonly<Record<string, () => Promise<unknown>>> = {
  'back-in-stock': () => import('./back-in-stock.ts'),
  'live-bag': () => import('./live-bag.ts'),
  'pickup-line': () => import('./pickup-line.ts'),
  'sale-queue': () => import('./sale-queue.ts'),
};

function wakeRare(): void {
  const asleep = new Set(Object.keys(RARE));
  const look = () => {
    for (const name of asleep) {
      if (!document.querySelector(name)) continue;
      asleep.delete(name);
      void RARE[name]?.();
    }
    if (asleep.size === 0) watch.disconnect();
  };
  const watch = new MutationObserver(look);
  watch.observe(document.body, { childList: true, subtree: true });
  look();
}

customElements.define('bag-count', BagCount);
customElements.define('cart-drawer', CartDrawer);
customElements.define('consent-notice', ConsentNotice);
customElements.define('for-you', ForYou);
customElements.define('visit-note', VisitNote);
customElements.define('product-views', ProductViews);
keepPictureAcrossPages();
closeMenus();
wakeSearch();
wakeRare();
