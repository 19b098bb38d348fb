import type { ConstraintStep } from './constraint-step';

/**
 * Strapi counts a collection with every page of it, and all that a guest may list are published: without this index that is a walk through
 * every column of every home. The columns beside the key are what apps filter by, so that those are counted from the index too.
 */
export const generatedListSteps: readonly ConstraintStep[] = [
  {
    name: '155-published-homes',
    sql: `create index properties_published_on on properties (published_on desc, id)
      include (room_type, property_type, currency) where state = 'published'`,
  },
];
