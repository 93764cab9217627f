import { type AddressField, addressFields, addressValues, problemOf } from '../address-form.ts';
import { CheckoutPayment } from './checkout-payment.ts';

const isField = (name: string | undefined): name is AddressField => addressFields.some((field) => field === name);

/** Says what is wrong with a field when it is left, and takes it back as soon as it is right. The server checks the same rules. */
class CheckoutAddress extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector('form');
    if (!form) return;
    this.querySelector<HTMLElement>('.notice.bad, [aria-invalid="true"]')?.focus();
    form.addEventListener('focusout', (event) => this.#check(event.target, form, true));
    form.addEventListener('input', (event) => this.#check(event.target, form, false));
    form.addEventListener('change', (event) => this.#follow(event.target, form));
    form.addEventListener('submit', (event) => {
      const wrong = [...form.querySelectorAll<HTMLElement>('[data-field]')].filter(
        (control) => !this.#check(control, form, true, true),
      );
      if (wrong.length === 0) return;
      event.preventDefault();
      wrong[0]?.focus();
    });
  }

  /** Another country has other postcodes: the keyboard and what is said of the one typed follow. */
  #follow(target: EventTarget | null, form: HTMLFormElement): void {
    if (!(target instanceof HTMLSelectElement) || target.dataset.field !== 'country') return;
    const zip = form.querySelector<HTMLInputElement>('[data-field="zip"]');
    if (!zip) return;
    zip.inputMode = target.selectedOptions[0]?.dataset.keys ?? 'text';
    this.#check(zip, form, true);
  }

  /** Whether a control is right. `blame`: show what is wrong; an empty field is only blamed on submit. */
  #check(target: EventTarget | null, form: HTMLFormElement, blame: boolean, submitting = false): boolean {
    if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return true;
    const field = target.dataset.field;
    if (!isField(field)) return true;
    const data = new FormData(form);
    const values = addressValues((name) => data.get(name));
    const problem = problemOf(
      field,
      values,
      values.country || (this.dataset.country ?? ''),
      form.querySelector('[data-field="province"]') !== null,
    );
    const line = document.getElementById(`${target.id}-problem`);
    if (problem === null) {
      target.removeAttribute('aria-invalid');
      if (line) line.textContent = '';
    } else if (blame && (submitting || values[field] !== '')) {
      target.setAttribute('aria-invalid', 'true');
      if (line) line.textContent = this.#said(problem);
    }
    return problem === null;
  }

  #said(problem: string): string {
    const said: unknown = JSON.parse(this.dataset.problems ?? '{}');
    const text: unknown = typeof said === 'object' && said !== null ? Reflect.get(said, problem) : '';
    return typeof text === 'string' ? text : '';
  }
}

customElements.define('checkout-address', CheckoutAddress);
customElements.define('checkout-payment', CheckoutPayment);
