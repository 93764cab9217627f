/**
 * The pseudo-locale: every message between ⟦ and ⟧, so that a text which comes from nowhere stands out. Words stay as they are, because some hold places
 * that a script fills in. `PSEUDO_LOCALE=1` turns it on; tests/e2e/pseudo-locale.test.ts reads every page with it.
 */
let isOn = false;

/** Turns the pseudo-locale on or off for all messages that are asked for from now on. */
export function markMessages(on: boolean): void {
  isOn = on;
}

/** A value of a message catalogue with everything it says marked: strings, what functions answer, and both of them inside objects. */
function marked(value: unknown): unknown {
  if (typeof value === 'string') return `⟦${value}⟧`;
  return typeof value === 'function' || (typeof value === 'object' && value !== null) ? markedCatalogue(value) : value;
}

/** A catalogue of messages, marked whatever the switch says. */
export function markedCatalogue<Catalogue extends object>(catalogue: Catalogue): Catalogue {
  return new Proxy(catalogue, {
    get: (target, name) => (typeof name === 'symbol' ? Reflect.get(target, name) : marked(Reflect.get(target, name))),
    apply: (target, self, values: unknown[]) =>
      typeof target === 'function' ? marked(Reflect.apply(target, self, values)) : undefined,
  });
}

/** A catalogue as pages get it: as it is, or marked where the pseudo-locale is on. */
export function shownMessages<Catalogue extends object>(catalogue: Catalogue): Catalogue {
  return isOn ? markedCatalogue(catalogue) : catalogue;
}
