/*
 * Stand-in for https://js.stripe.com/v3/ with the calls a card form needs. As with the real one, card numbers live in a frame of another origin and never
 * reach the page. Source of names and shapes: https://docs.stripe.com/js
 */
(() => {
  const base = new URL(document.currentScript?.src ?? document.querySelector('script[src*="/v3/"]').src).origin;
  const NETWORK_ERROR = {
    type: 'api_connection_error',
    message:
      'We are experiencing issues connecting to our payments provider. You have not been charged. Please check your internet connection and try again.',
  };

  /** Nested groups in bracket form: {card: {number}} becomes card[number]. */
  const encode = (fields, prefix = '') =>
    Object.entries(fields).flatMap(([name, value]) => {
      const key = prefix ? `${prefix}[${name}]` : name;
      if (value === undefined || value === null) return [];
      return typeof value === 'object' ? encode(value, key) : [[key, String(value)]];
    });

  const call = async (method, path, key, fields) => {
    const form = new URLSearchParams(encode(fields));
    try {
      const response = await fetch(`${base}${path}${method === 'GET' ? `?${form}` : ''}`, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-www-form-urlencoded' },
        body: method === 'GET' ? undefined : form,
      });
      const answer = await response.json();
      return answer.error ? { error: answer.error } : { object: answer };
    } catch {
      return { error: NETWORK_ERROR };
    }
  };

  class Element {
    #options;
    #locale;
    #type;
    #frame = null;
    #target = null;
    #isReady = false;
    #listeners = new Map();
    #waiting = new Map();
    #lastCall = 0;
    #state = { complete: false, empty: true, error: undefined, brand: 'unknown' };

    constructor(type, options, locale) {
      this.#type = type;
      this.#options = options;
      this.#locale = locale;
    }

    mount(where) {
      const target = typeof where === 'string' ? document.querySelector(where) : where;
      if (!target)
        throw new Error(
          `The selector you specified (${where}) applies to no DOM elements that are currently on the page.`,
        );
      this.unmount();
      this.#target = target;
      const frame = document.createElement('iframe');
      frame.title = 'Secure card payment input frame';
      frame.src = `${base}/v3/card.html`;
      frame.setAttribute('allow', 'payment *');
      // The frame's own page is in the light scheme: another one here would paint a white box behind it in dark pages.
      Object.assign(frame.style, {
        border: '0',
        display: 'block',
        width: '100%',
        height: '1.5em',
        colorScheme: 'light',
        background: 'transparent',
      });
      target.replaceChildren(frame);
      target.classList.add('StripeElement', 'StripeElement--empty');
      this.#frame = frame;
      window.addEventListener('message', this.#receive);
    }

    unmount() {
      window.removeEventListener('message', this.#receive);
      this.#frame?.remove();
      this.#target?.classList.remove(
        'StripeElement',
        'StripeElement--empty',
        'StripeElement--focus',
        'StripeElement--complete',
        'StripeElement--invalid',
      );
      this.#frame = null;
      this.#isReady = false;
    }

    destroy() {
      this.unmount();
      this.#listeners.clear();
    }

    on(event, listener) {
      this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
      if (event === 'ready' && this.#isReady) queueMicrotask(() => listener({ elementType: this.#type }));
      return this;
    }

    once(event, listener) {
      const wrapped = (state) => {
        this.off(event, wrapped);
        listener(state);
      };
      return this.on(event, wrapped);
    }

    off(event, listener) {
      const rest = (this.#listeners.get(event) ?? []).filter((one) => listener !== undefined && one !== listener);
      this.#listeners.set(event, rest);
      return this;
    }

    update(options) {
      this.#options = { ...this.#options, ...options };
      this.#send({ kind: 'options', options: this.#options, locale: this.#locale });
    }

    focus() {
      this.#frame?.focus();
      this.#send({ kind: 'focus' });
    }

    blur() {
      this.#send({ kind: 'blur' });
    }

    clear() {
      this.#send({ kind: 'clear' });
    }

    /** Has the frame make a payment method of what was typed. */
    createPaymentMethod(key, billingDetails, metadata) {
      if (!this.#frame || !this.#isReady)
        return Promise.resolve({
          error: { type: 'validation_error', code: 'element_not_ready', message: 'The card form is not ready yet.' },
        });
      this.#lastCall += 1;
      const id = this.#lastCall;
      return new Promise((resolve) => {
        this.#waiting.set(id, resolve);
        this.#send({ kind: 'create', id, key, billingDetails, metadata });
      });
    }

    #send(message) {
      this.#frame?.contentWindow?.postMessage(message, base);
    }

    #emit(event, state) {
      for (const listener of this.#listeners.get(event) ?? []) listener(state);
    }

    #receive = (event) => {
      if (event.origin !== base || event.source !== this.#frame?.contentWindow) return;
      const message = event.data;
      switch (message?.kind) {
        case 'loaded':
          this.#send({ kind: 'options', options: this.#options, locale: this.#locale });
          return;
        case 'ready':
          this.#isReady = true;
          this.#emit('ready', { elementType: this.#type });
          return;
        case 'height':
          this.#frame.style.height = `${message.height}px`;
          return;
        case 'change':
          this.#state = message.state;
          this.#target.classList.toggle('StripeElement--empty', message.state.empty);
          this.#target.classList.toggle('StripeElement--complete', message.state.complete);
          this.#target.classList.toggle('StripeElement--invalid', message.state.error !== undefined);
          this.#emit('change', { elementType: this.#type, ...message.state });
          return;
        case 'focus':
        case 'blur':
          this.#target.classList.toggle('StripeElement--focus', message.kind === 'focus');
          this.#emit(message.kind, { elementType: this.#type });
          return;
        case 'escape':
          this.#emit('escape', { elementType: this.#type });
          return;
        case 'submit':
          this.#target.closest('form')?.requestSubmit();
          return;
        case 'created':
          this.#waiting.get(message.id)?.(message.result);
          this.#waiting.delete(message.id);
      }
    };

    get complete() {
      return this.#state.complete;
    }
  }

  class Elements {
    #elements = new Map();
    #locale;

    constructor(locale) {
      this.#locale = locale;
    }

    create(type, options = {}) {
      if (type !== 'card' && type !== 'payment')
        throw new Error(`This stand-in knows the elements card and payment, not ${type}.`);
      const element = new Element(type, options, this.#locale);
      this.#elements.set(type, element);
      return element;
    }

    getElement(type) {
      return this.#elements.get(type) ?? null;
    }

    /** The card or payment element, whichever was made. */
    main() {
      return this.#elements.get('payment') ?? this.#elements.get('card') ?? null;
    }

    async submit() {
      return this.main() ? {} : { error: { type: 'validation_error', message: 'There is no element to submit.' } };
    }

    update() {}
  }

  const intentId = (clientSecret) => String(clientSecret).split('_secret_')[0];

  /** Shows the authentication page above the shop's; settles when it was completed, failed or closed. */
  const challenge = (url) =>
    new Promise((resolve) => {
      const dialog = document.createElement('dialog');
      const frame = document.createElement('iframe');
      frame.src = `${url}&inline=1`;
      frame.title = 'Card authentication';
      Object.assign(frame.style, { border: '0', width: 'min(26rem, 85vw)', height: 'min(30rem, 80vh)' });
      dialog.append(frame);
      document.body.append(dialog);
      const end = () => {
        window.removeEventListener('message', receive);
        dialog.remove();
        resolve();
      };
      const receive = (event) => {
        if (event.origin === base && event.source === frame.contentWindow && event.data?.kind === 'challenge') end();
      };
      window.addEventListener('message', receive);
      dialog.addEventListener('close', end);
      dialog.showModal();
    });

  const toResult = ({ object, error }) =>
    error ? { error: { payment_intent: error.payment_intent, ...error } } : { paymentIntent: object };

  class StripeClient {
    #key;
    #locale;

    constructor(key, options) {
      this.#key = key;
      this.#locale = options?.locale;
    }

    elements(options = {}) {
      return new Elements(options.locale ?? this.#locale);
    }

    async createPaymentMethod(input) {
      const details = input.params?.billing_details ?? input.billing_details;
      const element = input.elements ? input.elements.main() : input.card;
      if (!(element instanceof Element))
        return {
          error: {
            type: 'invalid_request_error',
            message: 'A card element is needed: raw card numbers are not taken.',
          },
        };
      return element.createPaymentMethod(this.#key, details, input.params?.metadata ?? input.metadata);
    }

    async retrievePaymentIntent(clientSecret) {
      const path = `/v1/payment_intents/${intentId(clientSecret)}`;
      return toResult(await call('GET', path, this.#key, { client_secret: clientSecret }));
    }

    async confirmCardPayment(clientSecret, data = {}, options = {}) {
      let method = data.payment_method;
      if (method && typeof method === 'object') {
        const made = await this.createPaymentMethod({ type: 'card', ...method });
        if (made.error) return { error: made.error };
        method = made.paymentMethod.id;
      }
      const fields = {
        client_secret: clientSecret,
        payment_method: method,
        return_url: data.return_url,
        use_stripe_sdk: true,
      };
      const confirmed = toResult(
        await call('POST', `/v1/payment_intents/${intentId(clientSecret)}/confirm`, this.#key, fields),
      );
      return confirmed.error || options.handleActions === false
        ? confirmed
        : this.#act(confirmed.paymentIntent, clientSecret);
    }

    async handleNextAction({ clientSecret }) {
      const read = await this.retrievePaymentIntent(clientSecret);
      return read.error ? read : this.#act(read.paymentIntent, clientSecret);
    }

    handleCardAction(clientSecret) {
      return this.handleNextAction({ clientSecret });
    }

    async #act(intent, clientSecret) {
      if (intent.status !== 'requires_action') return { paymentIntent: intent };
      const action = intent.next_action;
      if (action.type === 'redirect_to_url') {
        window.location.assign(action.redirect_to_url.url);
        return new Promise(() => {});
      }
      await challenge(action.use_stripe_sdk.stripe_js);
      const after = await this.retrievePaymentIntent(clientSecret);
      if (after.paymentIntent?.status === 'requires_payment_method')
        return { error: { ...after.paymentIntent.last_payment_error, payment_intent: after.paymentIntent } };
      if (after.paymentIntent?.status === 'requires_action')
        return {
          error: {
            type: 'invalid_request_error',
            code: 'payment_intent_authentication_failure',
            message: 'The card was not authenticated.',
            payment_intent: after.paymentIntent,
          },
        };
      return after;
    }
  }

  window.Stripe = Object.assign(
    (key, options) => {
      if (typeof key !== 'string' || !key.startsWith('pk_'))
        throw new Error(
          'Please call Stripe() with your publishable key. You used a value that does not start with "pk_".',
        );
      return new StripeClient(key, options);
    },
    { version: 3 },
  );
})();
