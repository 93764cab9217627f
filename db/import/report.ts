/** Something wrong in a file; the product it stands in is not written. */
export interface ImportProblem {
  /** Line of the file the row begins on, counting from 1. */
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
}

/** Something worth knowing that keeps nothing from being written. */
export interface ImportWarning {
  readonly line: number;
  readonly message: string;
}

/** What an import did, or would do. */
export interface ImportReport {
  readonly isDryRun: boolean;
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  /** Products left out because of their problems. */
  readonly refused: number;
  readonly variants: number;
  readonly images: number;
  readonly problems: readonly ImportProblem[];
  readonly warnings: readonly ImportWarning[];
}

/** `line 12, Variant Price: "12,50" must be a decimal number with a point` */
export function problemText(problem: ImportProblem): string {
  const value = problem.value.length > 60 ? `${problem.value.slice(0, 57)}...` : problem.value;
  return `line ${problem.line}, ${problem.column}: "${value}" ${problem.reason}`;
}
