const isTerminal = process.stdout.isTTY === true && process.env.TERM !== 'dumb';
const useColour = isTerminal && !process.env.NO_COLOR;

/** Text in bold, where the terminal has it. */
export function bold(text: string): string {
  return useColour ? `\u001b[1m${text}\u001b[22m` : text;
}

/** Less important text. */
export function dim(text: string): string {
  return useColour ? `\u001b[2m${text}\u001b[22m` : text;
}

/** A line of progress about something that counts. On a terminal it is drawn in place; elsewhere only its end is printed. */
export interface Progress {
  at(done: number, total: number, what: string): void;
  end(summary: string): void;
}

const BAR = 24;

/** Starts a progress line, such as "Seeding  [=====   ] 12/35 Lamp". */
export function progress(title: string): Progress {
  let last = '';
  return {
    at(done, total, what) {
      if (!isTerminal) return;
      const full = total > 0 ? Math.round((done / total) * BAR) : 0;
      const width = Math.max(20, process.stdout.columns ?? 80);
      const line = `${title} [${'='.repeat(full)}${' '.repeat(BAR - full)}] ${done}/${total} ${what}`.slice(
        0,
        width - 1,
      );
      if (line === last) return;
      last = line;
      process.stdout.write(`\r\u001b[K${line}`);
    },
    end(summary) {
      process.stdout.write(`${isTerminal ? '\r\u001b[K' : ''}${title}: ${summary}\n`);
    },
  };
}

/** Seconds since a moment of `performance.now()`, as "3.2 s". */
export function since(startedAtMs: number): string {
  return `${((performance.now() - startedAtMs) / 1000).toFixed(1)} s`;
}
