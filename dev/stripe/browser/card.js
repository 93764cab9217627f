/* The card form inside the frame. Only here are card numbers known; the page around it hears of completeness, errors and payment method ids. */
const TEXTS = {
  en: {
    number: 'Card number',
    expiry: 'Expiry date, month and year',
    cvc: 'Security code (CVC)',
    expiryShort: 'MM / YY',
    incomplete_number: 'Your card number is incomplete.',
    invalid_number: 'Your card number is invalid.',
    incomplete_expiry: "Your card's expiration date is incomplete.",
    invalid_expiry_month_past: "Your card's expiration date is in the past.",
    invalid_expiry_year: "Your card's expiration year is invalid.",
    incomplete_cvc: "Your card's security code is incomplete.",
    connection: 'The payment provider cannot be reached. You have not been charged.',
  },
  de: {
    number: 'Kartennummer',
    expiry: 'Ablaufdatum, Monat und Jahr',
    cvc: 'Prüfziffer (CVC)',
    expiryShort: 'MM / JJ',
    incomplete_number: 'Ihre Kartennummer ist unvollständig.',
    invalid_number: 'Ihre Kartennummer ist ungültig.',
    incomplete_expiry: 'Das Ablaufdatum Ihrer Karte ist unvollständig.',
    invalid_expiry_month_past: 'Das Ablaufdatum Ihrer Karte liegt in der Vergangenheit.',
    invalid_expiry_year: 'Das Ablaufjahr Ihrer Karte ist ungültig.',
    incomplete_cvc: 'Die Prüfziffer Ihrer Karte ist unvollständig.',
    connection: 'Der Zahlungsanbieter ist nicht erreichbar. Es wurde nichts abgebucht.',
  },
};
const BRANDS = [
  ['amex', 'American Express', /^3[47]/, [15], [4, 6, 5], 4],
  ['diners', 'Diners Club', /^3[068]/, [14, 16], [4, 6, 4, 2], 3],
  ['visa', 'Visa', /^4/, [16, 13, 19], [4, 4, 4, 4, 3], 3],
  ['mastercard', 'Mastercard', /^(5[1-5]|2[2-7])/, [16], [4, 4, 4, 4], 3],
  ['unionpay', 'UnionPay', /^(62|81)/, [16, 17, 18, 19], [4, 4, 4, 4, 3], 3],
  ['discover', 'Discover', /^(6011|64|65|60)/, [16, 19], [4, 4, 4, 4, 3], 3],
  ['jcb', 'JCB', /^35/, [16, 19], [4, 4, 4, 4, 3], 3],
].map(([id, name, pattern, lengths, groups, cvc]) => ({ id, name, pattern, lengths, groups, cvc }));
const UNKNOWN = { id: 'unknown', name: '', pattern: /^/, lengths: [16], groups: [4, 4, 4, 4, 3], cvc: 3 };

const form = document.querySelector('#card');
const [number, expiry, cvc] = ['number', 'expiry', 'cvc'].map((id) => document.querySelector(`#${id}`));
const inputs = [number, expiry, cvc];
const brandText = document.querySelector('#brand');
let parentOrigin = null;
let texts = TEXTS.en;
let lastState = '';
/** Fields left once: only there is an incomplete entry an error. */
const touched = new Set();

const digitsOf = (text) => text.replaceAll(/\D/g, '');
const brand = () => BRANDS.find((one) => one.pattern.test(digitsOf(number.value))) ?? UNKNOWN;

function send(message) {
  if (parentOrigin !== null) window.parent.postMessage(message, parentOrigin);
}

function passesLuhn(digits) {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]) * (index % 2 === 1 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}

function grouped(digits, groups) {
  const parts = [];
  let at = 0;
  for (const length of groups) {
    if (at >= digits.length) break;
    parts.push(digits.slice(at, at + length));
    at += length;
  }
  return parts.join(' ');
}

function formatNumber(text) {
  const { lengths, groups } = BRANDS.find((one) => one.pattern.test(digitsOf(text))) ?? UNKNOWN;
  return grouped(digitsOf(text).slice(0, Math.max(...lengths)), groups);
}

/** "1230", "12/30", "12/2030" and "3" become MM / YY. */
function formatExpiry(text, isDeleting) {
  const whole = /^\s*(\d{1,2})\s*[/.-]\s*(?:20(?=\d))?(\d{0,2})\s*$/.exec(text);
  let digits = whole ? `${whole[1].padStart(2, '0')}${whole[2]}` : digitsOf(text);
  if (!whole && /^(0?[1-9]|1[0-2])20\d\d$/.test(digits)) digits = digits.slice(0, -4) + digits.slice(-2);
  if (/^[2-9]$/.test(digits)) digits = `0${digits}`;
  digits = digits.slice(0, 4);
  if (digits.length < 2 || (digits.length === 2 && isDeleting)) return digits;
  return `${digits.slice(0, 2)} / ${digits.slice(2)}`;
}

/** Writes formatted text and keeps the caret behind the same digit. */
function rewrite(input, text) {
  const caret = input.selectionStart ?? input.value.length;
  const atEnd = caret === input.value.length;
  let before = digitsOf(input.value.slice(0, caret)).length;
  input.value = text;
  if (atEnd || document.activeElement !== input) return;
  let position = 0;
  while (position < text.length && before > 0) {
    if (/\d/.test(text[position])) before -= 1;
    position += 1;
  }
  input.setSelectionRange(position, position);
}

function numberProblem() {
  const digits = digitsOf(number.value);
  const { lengths } = brand();
  if (digits.length < Math.min(...lengths) || !lengths.includes(digits.length)) return 'incomplete_number';
  return passesLuhn(digits) ? null : 'invalid_number';
}

function expiryProblem() {
  const digits = digitsOf(expiry.value);
  if (digits.length < 4) return 'incomplete_expiry';
  const month = Number(digits.slice(0, 2));
  const year = 2000 + Number(digits.slice(2));
  if (month < 1 || month > 12) return 'incomplete_expiry';
  const now = new Date();
  if (year < now.getFullYear() || (year === now.getFullYear() && month < now.getMonth() + 1))
    return 'invalid_expiry_month_past';
  return year > now.getFullYear() + 50 ? 'invalid_expiry_year' : null;
}

const cvcProblem = () => (digitsOf(cvc.value).length === brand().cvc ? null : 'incomplete_cvc');

const problems = () => [
  [number, numberProblem()],
  [expiry, expiryProblem()],
  [cvc, cvcProblem()],
];

/** What is said aloud: a wrong entry at once, an incomplete one after its field was left. */
function shownProblem() {
  return problems().find(
    ([input, problem]) =>
      problem !== null && input.value !== '' && (touched.has(input) || !problem.startsWith('incomplete')),
  );
}

function tell() {
  const shown = shownProblem();
  for (const [input, problem] of problems()) {
    const isWrong = problem !== null && input.value !== '' && (touched.has(input) || !problem.startsWith('incomplete'));
    input.setAttribute('aria-invalid', String(isWrong));
  }
  brandText.textContent = brand().name;
  cvc.maxLength = brand().cvc;
  const state = {
    complete: problems().every(([, problem]) => problem === null),
    empty: inputs.every((input) => input.value === ''),
    brand: brand().id,
    error: shown ? { type: 'validation_error', code: shown[1], message: texts[shown[1]] } : undefined,
  };
  const text = JSON.stringify(state);
  if (text === lastState) return;
  lastState = text;
  send({ kind: 'change', state });
}

function onInput(event) {
  const input = event.target;
  const isDeleting = event.inputType?.startsWith('delete') === true;
  touched.delete(input);
  if (input === number) rewrite(number, formatNumber(number.value));
  if (input === expiry) rewrite(expiry, formatExpiry(expiry.value, isDeleting));
  if (input === cvc) rewrite(cvc, digitsOf(cvc.value).slice(0, brand().cvc));
  tell();
  if (isDeleting || input.selectionStart !== input.value.length) return;
  if (input === number && numberProblem() === null && digitsOf(number.value).length === brand().lengths[0])
    expiry.focus();
  if (input === expiry && expiryProblem() === null) cvc.focus();
}

function onKey(event) {
  const index = inputs.indexOf(event.target);
  if (event.key === 'Backspace' && event.target.value === '' && index > 0) {
    event.preventDefault();
    inputs[index - 1].focus();
  }
  if (event.key === 'Escape') send({ kind: 'escape' });
}

async function create({ id, key, billingDetails, metadata }) {
  for (const input of inputs) touched.add(input);
  const wrong = problems().find(([, problem]) => problem !== null);
  tell();
  if (wrong) {
    wrong[0].focus();
    return send({
      kind: 'created',
      id,
      result: { error: { type: 'validation_error', code: wrong[1], message: texts[wrong[1]] } },
    });
  }
  const digits = digitsOf(expiry.value);
  const body = new URLSearchParams({
    type: 'card',
    key,
    'card[number]': digitsOf(number.value),
    'card[exp_month]': digits.slice(0, 2),
    'card[exp_year]': digits.slice(2),
    'card[cvc]': digitsOf(cvc.value),
  });
  const add = (prefix, group) => {
    for (const [name, value] of Object.entries(group ?? {})) {
      if (value === null || value === undefined) continue;
      if (typeof value === 'object') add(`${prefix}[${name}]`, value);
      else body.set(`${prefix}[${name}]`, String(value));
    }
  };
  add('billing_details', billingDetails);
  add('metadata', metadata);
  try {
    const response = await fetch('/v1/payment_methods', { method: 'POST', body });
    const answer = await response.json();
    send({ kind: 'created', id, result: answer.error ? { error: answer.error } : { paymentMethod: answer } });
  } catch {
    send({ kind: 'created', id, result: { error: { type: 'api_connection_error', message: texts.connection } } });
  }
}

/** Styles come as Stripe's `style` option: base, invalid, base['::placeholder']. */
function apply({ options = {}, locale }) {
  const wanted = (locale && locale !== 'auto' ? locale : navigator.language).slice(0, 2);
  texts = TEXTS[wanted] ?? TEXTS.en;
  document.documentElement.lang = texts === TEXTS.de ? 'de' : 'en';
  for (const name of ['number', 'expiry', 'cvc'])
    document.querySelector(`label[for="${name}"]`).textContent = texts[name];
  number.placeholder = texts.number;
  expiry.placeholder = texts.expiryShort;
  cvc.placeholder = 'CVC';
  const { base = {}, invalid = {} } = options.style ?? {};
  const root = document.documentElement.style;
  if (base.color) {
    root.setProperty('--text', base.color);
    root.setProperty('--faint', base['::placeholder']?.color ?? `color-mix(in srgb, ${base.color} 65%, transparent)`);
  }
  if (invalid.color) root.setProperty('--wrong', invalid.color);
  else if (base.color) root.setProperty('--wrong', `color-mix(in srgb, ${base.color} 35%, #ff5449)`);
  if (base.fontSize) form.style.fontSize = base.fontSize;
  if (base.fontFamily) form.style.fontFamily = base.fontFamily;
  if (base.lineHeight) form.style.lineHeight = base.lineHeight;
  for (const input of inputs) input.disabled = options.disabled === true;
}

window.addEventListener('message', (event) => {
  if (event.source !== window.parent) return;
  const message = event.data;
  switch (message?.kind) {
    case 'options': {
      const isFirst = parentOrigin === null;
      parentOrigin = event.origin;
      apply(message);
      if (isFirst) {
        new ResizeObserver(() =>
          send({ kind: 'height', height: Math.ceil(form.getBoundingClientRect().height) }),
        ).observe(form);
        send({ kind: 'ready' });
      }
      return;
    }
    case 'focus':
      (inputs.find((input) => input.value === '') ?? number).focus();
      return;
    case 'blur':
      document.activeElement?.blur();
      return;
    case 'clear':
      for (const input of inputs) input.value = '';
      touched.clear();
      tell();
      return;
    case 'create':
      if (event.origin === parentOrigin) void create(message);
  }
});

for (const input of inputs) {
  input.addEventListener('input', onInput);
  input.addEventListener('keydown', onKey);
  input.addEventListener('blur', () => {
    if (input.value !== '') touched.add(input);
    tell();
  });
}
form.addEventListener('submit', (event) => {
  event.preventDefault();
  send({ kind: 'submit' });
});
window.addEventListener('focus', () => send({ kind: 'focus' }));
window.addEventListener('blur', () => send({ kind: 'blur' }));
// The page around is not known yet; this message says nothing but that the frame is there.
window.parent.postMessage({ kind: 'loaded' }, '*');
