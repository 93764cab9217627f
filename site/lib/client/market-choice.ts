/** Remembers the market of a link that was followed by choice, so that no other one is offered there. Without it the hint's own button does. */
export function rememberChosenMarket(): void {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>('a[data-market]') : null;
    const prefix = link?.dataset.market;
    // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not there in every browser
    if (prefix) document.cookie = `market=${prefix}; path=/; max-age=31536000; samesite=lax`;
  });
}

rememberChosenMarket();
