/* The part of the Navigation API used here; TypeScript's own library does not have it yet. Source: https://html.spec.whatwg.org/#navigation-api */
declare global {
  interface Window {
    readonly navigation?: { readonly activation: { readonly from: { readonly url: string | null } | null } | null };
  }
}

const NAME = 'product-picture';

const pictureOf = (path: string): HTMLElement | null => {
  const link = [...document.querySelectorAll<HTMLAnchorElement>('a.strip')].find((one) => one.pathname === path);
  return link?.querySelector('img') ?? null;
};

/**
 * Names the picture of the card that leads to (or came from) the next page, so that the browser moves it into its place there. Does nothing
 * where cross-document view transitions are unknown. Source: https://www.w3.org/TR/css-view-transitions-2/
 */
export function keepPictureAcrossPages(): void {
  window.addEventListener('pageswap', (event) => {
    const target = event.activation?.entry.url;
    const picture = event.viewTransition && target ? pictureOf(new URL(target).pathname) : null;
    if (picture) picture.style.viewTransitionName = NAME;
  });
  window.addEventListener('pagereveal', (event) => {
    const from = window.navigation?.activation?.from?.url;
    const transition = event.viewTransition;
    const picture = transition && from ? pictureOf(new URL(from).pathname) : null;
    if (!picture || !transition) return;
    picture.style.viewTransitionName = NAME;
    void transition.finished.finally(() => {
      picture.style.viewTransitionName = '';
    });
  });
}
