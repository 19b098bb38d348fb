import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';

export const root = resolve(__dirname, '../../..');

/** One file of TypeScript, with what it imports, resolved to paths from the root or left as a package's name. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

export interface Import {
  readonly target: string;
  /** Erased by the compiler: a dependency on a shape, not on code. */
  readonly typeOnly: boolean;
}

export function sourcesBelow(...folders: readonly string[]): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && /(?<!\.d)\.tsx?$/.test(entry.name))
      .map((entry) => readSource(join(entry.parentPath, entry.name))),
  );
}

function readSource(file: string): Source {
  const text = readFileSync(file, 'utf8');
  return { path: relative(root, file).split(sep).join('/'), text, imports: importsOf(parse(file, text), file) };
}

export function parse(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(
    file,
    text,
    ts.ScriptTarget.ES2023,
    true,
    file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
}

function importsOf(tree: ts.SourceFile, file: string): Import[] {
  return tree.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const specifier = statement.moduleSpecifier;
    if (!specifier || !ts.isStringLiteral(specifier)) return [];
    return [{ target: resolved(specifier.text, file), typeOnly: isTypeOnly(statement) }];
  });
}

function resolved(specifier: string, file: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return relative(root, resolve(dirname(file), specifier))
    .split(sep)
    .join('/');
}

function isTypeOnly(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly;
  const clause = statement.importClause;
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const named = clause.namedBindings;
  return !clause.name && !!named && ts.isNamedImports(named) && named.elements.every((element) => element.isTypeOnly);
}

export interface FunctionLength {
  readonly name: string;
  readonly lines: number;
}

/** Every function of a file with its length in lines, less those of the functions inside it. */
export function functionLengths({ path, text }: Pick<Source, 'path' | 'text'>): FunctionLength[] {
  const tree = parse(path, text);
  const lineOf = (position: number) => tree.getLineAndCharacterOfPosition(position).line;
  const found: FunctionLength[] = [];
  /** @returns the lines that the functions at or below this node take */
  const visit = (node: ts.Node): number => {
    let inner = 0;
    ts.forEachChild(node, (child) => void (inner += visit(child)));
    if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return inner;
    const lines = lineOf(node.getEnd()) - lineOf(node.getStart(tree)) + 1;
    found.push({ name: nameOf(node), lines: lines - inner });
    return lines === 1 ? 0 : lines;
  };
  visit(tree);
  return found;
}

/** What the house does not write, with its lines: `any` without a reason, tests that are skipped or run alone. */
export function forbiddenSyntax({ path, text }: Pick<Source, 'path' | 'text'>): string[] {
  const tree = parse(path, text);
  const found: string[] = [];
  const note = (node: ts.Node, what: string) =>
    found.push(`${path}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1} ${what}`);
  const isExplained = (node: ts.Node) => {
    const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line;
    return /eslint-disable-next-line @typescript-eslint\/no-explicit-any -- \w/.test(text.split('\n')[line - 1] ?? '');
  };
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.AnyKeyword && !isExplained(node)) note(node, 'any');
    if (ts.isPropertyAccessExpression(node)) {
      const written = node.getText(tree);
      if (/^(test|it|describe)(\.each)?\.(skip|only|todo|failing)$/.test(written)) note(node, written);
    }
    if (ts.isCallExpression(node) && /^(xit|fit|xtest|xdescribe|fdescribe)$/.test(node.expression.getText(tree))) {
      note(node, node.expression.getText(tree));
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function nameOf(node: ts.SignatureDeclaration): string {
  if (node.name) return node.name.getText();
  return ts.isVariableDeclaration(node.parent) ? node.parent.name.getText() : '(anonymous)';
}
