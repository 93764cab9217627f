/** Something wrong in a file; the product it stands in is not written. */
export interface ImportProblem {
  /** Line of the file the row begins on, counting from 1. */
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
}

/** Something worth knowing that keeps nothing from being written; `line` is the first place of possibly many. */
export interface ImportWarning {
  readonly line: number;
  readonly message: string;
  readonly times: number;
}

/** What an import did, or would do. */
export interface ImportReport {
  readonly isDryRun: boolean;
  /** False when nothing was written: a dry run, a strict one with problems, a file that cannot be read. */
  readonly isWritten: boolean;
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  /** Products left out because of their problems. */
  readonly refused: number;
  readonly variants: number;
  readonly images: number;
  /** Variants the shop knew already and whose quantity in the file was left aside. */
  readonly stockLeft: number;
  /** In the order of lines; the first 10,000. */
  readonly problems: readonly ImportProblem[];
  readonly problemCount: number;
  readonly warnings: readonly ImportWarning[];
}

const KEPT = 10_000;

/** Gathers what a run finds: problems up to a limit, warnings once each with their number. */
export class Findings {
  readonly #problems: ImportProblem[] = [];
  readonly #warnings = new Map<string, { line: number; times: number }>();
  #count = 0;

  problem(problem: ImportProblem): void {
    this.#count += 1;
    if (this.#problems.length < KEPT) this.#problems.push(problem);
  }

  warn(line: number, message: string): void {
    const known = this.#warnings.get(message);
    if (known) known.times += 1;
    else this.#warnings.set(message, { line, times: 1 });
  }

  /** Takes over what another gathering found. */
  absorb(other: Findings): void {
    for (const problem of other.#problems) this.problem(problem);
    this.#count += other.#count - other.#problems.length;
    for (const [message, { line, times }] of other.#warnings) {
      const known = this.#warnings.get(message);
      this.#warnings.set(message, { line: known?.line ?? line, times: (known?.times ?? 0) + times });
    }
  }

  get count(): number {
    return this.#count;
  }

  problems(): ImportProblem[] {
    return this.#problems.sort((a, b) => a.line - b.line);
  }

  warnings(): ImportWarning[] {
    return [...this.#warnings].map(([message, found]) => ({ message, ...found })).sort((a, b) => a.line - b.line);
  }
}

/** `line 12, Variant Price: "12,50" must be a decimal number with a point` */
export function problemText(problem: ImportProblem): string {
  const value = problem.value.length > 60 ? `${problem.value.slice(0, 57)}...` : problem.value;
  return `line ${problem.line}, ${problem.column}: "${value}" ${problem.reason}`;
}

/** Problems as a CSV file: line, column, value, reason. */
export function problemsCsv(problems: readonly ImportProblem[]): string {
  const cell = (text: string | number) => `"${String(text).replaceAll('"', '""')}"`;
  const rows = problems.map(({ line, column, value, reason }) => [line, column, value, reason].map(cell).join(','));
  return `${['line,column,value,reason', ...rows].join('\r\n')}\r\n`;
}
