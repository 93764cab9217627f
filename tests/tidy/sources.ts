import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

export const root = path.resolve(import.meta.dirname, '../..');

/** A source file of the project; `code` is what TypeScript can read of it. */
export interface Source {
  /** Path from the project's folder, with slashes. */
  readonly file: string;
  readonly code: string;
}

/** Every file git knows or would add, so that a new file is checked before its first commit. */
export function projectFiles(): string[] {
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 64_000_000 } as const;
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], options);
  return listed.split('\0').filter((file) => file !== '' && existsSync(path.join(root, file)));
}

/** The parts of an Astro file that are TypeScript: its frontmatter and its scripts. */
function astroCode(text: string): string {
  const frontmatter = /^---\n([\s\S]*?)\n---/.exec(text)?.[1] ?? '';
  const scripts = [...text.matchAll(/<script(?![^>]*\bis:inline)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, code = '']) => code,
  );
  return [frontmatter, ...scripts].join('\n');
}

/** TypeScript, JavaScript and Astro sources below these folders. */
export function sourcesIn(...folders: string[]): Source[] {
  return projectFiles()
    .filter((file) => folders.some((folder) => file.startsWith(`${folder}/`)) && /\.(ts|mts|mjs|js|astro)$/.test(file))
    .map((file) => {
      const text = readFileSync(path.join(root, file), 'utf8');
      return { file, code: file.endsWith('.astro') ? astroCode(text) : text };
    });
}

/** What a file imports: project files as paths from the root, packages as `package NAME`. */
export function importsOf({ file, code }: Source): string[] {
  return ts.preProcessFile(code, true, true).importedFiles.map(({ fileName }) => {
    if (fileName.startsWith('.')) return path.posix.normalize(path.posix.join(path.posix.dirname(file), fileName));
    if (fileName.startsWith('/')) return fileName.slice(1);
    return `package ${fileName}`;
  });
}

/** Calls visitor with every node of a file. */
export function visit({ file, code }: Source, visitor: (node: ts.Node, line: number) => void): void {
  const tree = ts.createSourceFile(file.replace(/\.astro$/, '.ts'), code, ts.ScriptTarget.Latest, true);
  const each = (node: ts.Node): void => {
    visitor(node, tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1);
    ts.forEachChild(node, each);
  };
  each(tree);
}
