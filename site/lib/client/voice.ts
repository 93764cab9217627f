/** The part of a browser's speech recognition that is used. Source: https://webaudio.github.io/web-speech-api/ */
interface Recogniser extends EventTarget {
  lang: string;
  interimResults: boolean;
  start(): void;
  abort(): void;
}

const isMaker = (value: unknown): value is new () => Recogniser => typeof value === 'function';

/** What the browser recognises speech with; null where it does not. */
export function recogniserOf(scope: object): (new () => Recogniser) | null {
  const maker: unknown = Reflect.get(scope, 'SpeechRecognition') ?? Reflect.get(scope, 'webkitSpeechRecognition');
  return isMaker(maker) ? maker : null;
}

/** Best reading of everything heard so far in a result event; the empty string when there is none. */
export function heardIn(event: object): string {
  const results: unknown = Reflect.get(event, 'results');
  if (typeof results !== 'object' || results === null) return '';
  const parts: string[] = [];
  for (let at = 0; at < Number(Reflect.get(results, 'length')); at += 1) {
    const best: unknown = Reflect.get(Object(Reflect.get(results, at)), 0);
    const text: unknown = typeof best === 'object' && best !== null ? Reflect.get(best, 'transcript') : '';
    if (typeof text === 'string') parts.push(text.trim());
  }
  return parts.join(' ').trim();
}

/** A button that listens: what is heard stands in the field as it is heard, and is searched for at the end. Pressed again, it stops. */
export class VoiceInput {
  #heard: Recogniser | null = null;

  constructor(
    button: HTMLButtonElement,
    input: HTMLInputElement,
    words: { readonly listening?: string; readonly failed?: string },
    say: (text: string) => void,
  ) {
    const Maker = recogniserOf(window);
    if (!Maker) return;
    const hint = input.placeholder;
    const end = () => {
      this.#heard = null;
      button.setAttribute('aria-pressed', 'false');
      input.placeholder = hint;
    };
    button.addEventListener('click', () => {
      if (this.#heard) return this.#heard.abort();
      const recogniser = new Maker();
      this.#heard = recogniser;
      recogniser.lang = document.documentElement.lang;
      recogniser.interimResults = true;
      let text = '';
      recogniser.addEventListener('result', (event) => {
        text = heardIn(event);
        input.value = text;
      });
      recogniser.addEventListener('error', () => say(words.failed ?? ''));
      recogniser.addEventListener('end', () => {
        end();
        if (text !== '') input.form?.requestSubmit();
      });
      button.setAttribute('aria-pressed', 'true');
      input.value = '';
      input.placeholder = words.listening ?? hint;
      say(words.listening ?? '');
      recogniser.start();
    });
  }
}
