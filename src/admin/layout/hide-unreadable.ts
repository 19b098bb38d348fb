import { readableFields } from './readable-fields';

interface Cell {
  readonly name: string;
}

interface Hooked {
  readonly layout: { readonly layout: readonly (readonly (readonly Cell[])[])[] };
}

/**
 * Takes fields that the signed-in user may not read out of the form. Strapi shows a box that says so for each: for a host that is
 * half a page about things that are none of theirs.
 */
export function hideUnreadable<H extends Hooked>(hooked: H): H {
  const readable = readableFields();
  if (readable === null) return hooked;
  const panels = hooked.layout.layout
    .map((panel) => panel.map((row) => row.filter(({ name }) => readable.has(name))).filter((row) => row.length > 0))
    .filter((panel) => panel.length > 0);
  return { ...hooked, layout: { ...hooked.layout, layout: panels } };
}
