/* The part of Stripe.js that the card form uses. Source: https://docs.stripe.com/js */
interface CardElement {
  mount(target: HTMLElement): void;
  on(event: 'ready', listener: () => void): void;
  on(
    event: 'change',
    listener: (state: {
      readonly complete: boolean;
      readonly empty: boolean;
      readonly error?: { readonly message: string } | undefined;
    }) => void,
  ): void;
}
interface StripeLibrary {
  elements(options?: object): { create(type: 'card', options?: object): CardElement };
  createPaymentMethod(input: {
    type: 'card';
    card: CardElement;
    billing_details: { name: string; email: string };
  }): Promise<{ readonly paymentMethod?: { readonly id: string }; readonly error?: { readonly message?: string } }>;
}
type StripeStart = (key: string, options: { readonly locale: string }) => StripeLibrary;
declare global {
  interface Window {
    Stripe?: StripeStart;
  }
}

const LIBRARY_MS = 10_000;

/** The provider's library once its script has run; null when it does not come. */
function library(): Promise<StripeStart | null> {
  return new Promise((resolve) => {
    let waitedMs = 0;
    const look = () => {
      if (window.Stripe) return resolve(window.Stripe);
      if (waitedMs >= LIBRARY_MS) return resolve(null);
      waitedMs += 50;
      setTimeout(look, 50);
    };
    look();
  });
}

/**
 * The card form. The card's fields belong to the payment provider; the shop receives the payment method they make. A declined card changes
 * nothing on the page but the sentence under the card and the token of the next attempt.
 */
export class CheckoutPayment extends HTMLElement {
  #stripe: StripeLibrary | null = null;
  #card: CardElement | null = null;
  #busy = false;

  connectedCallback(): void {
    const form = this.querySelector('form');
    if (!form) return;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#pay(form);
    });
    window.addEventListener('pageshow', () => this.#wait(form, false));
    void this.#mount();
  }

  async #mount(): Promise<void> {
    const make = await library();
    const place = this.querySelector<HTMLElement>('#card');
    if (!make || !place) return this.#say(this.dataset.busy ?? '');
    this.#stripe = make(this.dataset.key ?? '', { locale: document.documentElement.lang });
    const { color, fontSize } = getComputedStyle(place);
    this.#card = this.#stripe.elements().create('card', {
      hidePostalCode: true,
      style: { base: { color, fontSize, fontFamily: 'system-ui, sans-serif' } },
    });
    this.#card.on('ready', () => {
      this.dataset.ready = '';
    });
    this.#card.mount(place);
    this.#card.on('change', (state) => this.#say(state.error?.message ?? ''));
  }

  async #pay(form: HTMLFormElement): Promise<void> {
    if (this.#busy || !this.#stripe || !this.#card) return;
    this.#wait(form, true);
    this.#say('');
    const { name = '', email = '' } = this.dataset;
    const made = await this.#stripe
      .createPaymentMethod({ type: 'card', card: this.#card, billing_details: { name, email } })
      .catch(() => null);
    if (!made?.paymentMethod) {
      this.#wait(form, false);
      return this.#say(made?.error?.message ?? this.dataset.busy ?? '');
    }
    const data = new FormData(form);
    data.set('method', made.paymentMethod.id);
    if (!data.has('same')) data.set('billing', 'other');
    const body = new URLSearchParams(
      [...data].flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
    );
    const answer: unknown = await fetch(form.action, { method: 'POST', body })
      .then((response) => response.json())
      .catch(() => null);
    if (typeof answer === 'object' && answer !== null && 'goTo' in answer && typeof answer.goTo === 'string')
      return location.assign(answer.goTo);
    this.#wait(form, false);
    // No answer: the same token goes with the next click, so that a payment already made is not made again.
    if (typeof answer !== 'object' || answer === null || !('say' in answer)) return this.#say(this.dataset.busy ?? '');
    this.#say(String(answer.say));
    if ('token' in answer) this.#set(form, 'token', answer.token);
    // The shopper is asked to press again for another total: that is what the next click agrees to.
    if (!('total' in answer)) return;
    this.#set(form, 'total', answer.total);
    const button = form.querySelector<HTMLElement>('.pay-button');
    if (button && 'button' in answer) button.textContent = button.dataset.text = String(answer.button);
  }

  #set(form: HTMLFormElement, name: string, value: unknown): void {
    const field = form.querySelector<HTMLInputElement>(`[name="${name}"]`);
    if (field) field.value = String(value);
  }

  #wait(form: HTMLFormElement, waiting: boolean): void {
    this.#busy = waiting;
    const button = form.querySelector<HTMLElement>('.pay-button');
    if (!button) return;
    button.dataset.text ??= button.textContent ?? '';
    button.textContent = waiting ? (this.dataset.paying ?? '') : button.dataset.text;
    button.toggleAttribute('data-busy', waiting);
    if (waiting) button.setAttribute('aria-disabled', 'true');
    else button.removeAttribute('aria-disabled');
  }

  #say(text: string): void {
    const line = this.querySelector('#card-problem');
    if (line) line.textContent = text;
  }
}
