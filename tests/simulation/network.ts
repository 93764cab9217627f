import type { Party, Surroundings } from './actors.ts';
import { LostObjectError } from './object-storage.ts';

/** What a caller in workerd gets when an object is lost or out of reach: repeating may help. */
export class UnreachableError extends Error {
  readonly retryable = true;
}

/** How long a caller waits for an answer. */
const PATIENCE_MS = 5_000;

/**
 * Messages between actors. They take time and overtake each other; they are lost, late, or doubled; their answers are lost; and whoever was to answer is
 * lost before, while or after doing it. A caller learns no more than that no answer came.
 */
export class Network {
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Asks `to` to do something. Rejects with UnreachableError when no answer comes; whether it was done is then unknown. */
  call<R>(from: Party, to: Party, label: string, work: () => R | Promise<R>): Promise<R> {
    const { promise, resolve, reject } = Promise.withResolvers<R>();
    // Nobody may be left to hear of it.
    promise.catch(() => undefined);
    from.send(() => this.#deliver(from, to, label, work, resolve, reject));
    return promise;
  }

  #deliver<R>(
    from: Party,
    to: Party,
    label: string,
    work: () => R | Promise<R>,
    resolve: (result: R) => void,
    reject: (error: unknown) => void,
  ): void {
    const { scheduler, random } = this.#around;
    const { lost, late, doubled } = this.#around.weather();
    const { life } = from;
    let isOver = false;
    const answer = (delayMs: number, what: string, settle: () => void): void => {
      scheduler.after(delayMs, from, life, what, () => {
        if (isOver) return;
        isOver = true;
        settle();
      });
    };
    const fail = (delayMs: number, why: string): void =>
      answer(delayMs, `no answer to ${label} (${why})`, () => reject(new UnreachableError(why)));
    const arrive = (delayMs: number): void => {
      scheduler.after(delayMs, to, null, `${label} <- ${from.name}`, () =>
        this.#do(to, label, work, answer, fail, resolve, reject),
      );
    };
    const fate = random();
    if (fate < lost / 2) {
      fail(PATIENCE_MS * random(), 'lost on the way');
    } else if (fate < lost / 2 + late) {
      fail(PATIENCE_MS, 'late');
      arrive(PATIENCE_MS + random() ** 2 * 120_000);
    } else {
      arrive(this.#delayMs());
      if (random() < doubled) arrive(this.#delayMs() * 20);
    }
  }

  #do<R>(
    to: Party,
    label: string,
    work: () => R | Promise<R>,
    answer: (delayMs: number, what: string, settle: () => void) => void,
    fail: (delayMs: number, why: string) => void,
    resolve: (result: R) => void,
    reject: (error: unknown) => void,
  ): void {
    const { random } = this.#around;
    const { lost } = this.#around.weather();
    const { life } = to;
    const done = to.answering(() => fail(this.#delayMs(), 'the object was lost'));
    // An answer leaves with what was written before it; an object that is lost first sends none.
    const reply = (settle: () => void): void => {
      if (life !== to.life) return;
      to.send(() => {
        done();
        if (random() < lost / 2) fail(PATIENCE_MS * random(), 'the answer was lost');
        else answer(this.#delayMs(), `answer to ${label}`, settle);
      });
    };
    Promise.resolve()
      .then(work)
      .then(
        (result) => reply(() => resolve(result)),
        (error: unknown) => {
          if (error instanceof LostObjectError) return;
          reply(() => reject(error));
        },
      );
  }

  #delayMs(): number {
    const { random } = this.#around;
    return 1 + random() ** 2 * this.#around.weather().slowMs;
  }
}
