import type { MaybePromise } from '../../../services/catalogue-cache.ts';

/** `then` for values that may be at hand already: a warm resolver stays synchronous, which graphql-js executes much faster. */
export function after<T, R>(value: MaybePromise<T>, next: (value: T) => MaybePromise<R>): MaybePromise<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}
