import { createHash } from 'node:crypto';

const names = new Map<string, string>();

/**
 * The name under which connections keep the plan of a text, of which there are a few that never change.
 * By the text itself: behind a pooler the same name must never be another version's other statement.
 */
export function planNameOf(text: string): string {
  const known = names.get(text);
  if (known) return known;
  const name = nameOf(text);
  names.set(text, name);
  return name;
}

/** Of PostgreSQL's memory each takes a third of a megabyte, on each connection. */
const SHAPES_MAX = 100;
const shapes = new Map<string, KeptShape>();

export interface KeptShape {
  readonly name: string;
  /** The one copy of it, since each search that is kept holds its statement; in one line, since PostgreSQL copies it with each execution. */
  readonly text: string;
}

/**
 * The same for the shapes of a search. There are thousands, of which guest apps ask a few dozen: those come first. Whoever asks for all
 * the others finds no room, and has them planned anew.
 */
export function keptShape(text: string): KeptShape | undefined {
  const known = shapes.get(text);
  if (known !== undefined || shapes.size >= SHAPES_MAX) return known;
  const line = text.replace(/\s+/g, ' ');
  const shape = { name: nameOf(line), text: line };
  shapes.set(text, shape);
  return shape;
}

const nameOf = (text: string): string => `search-${createHash('sha256').update(text).digest('base64url').slice(0, 16)}`;
