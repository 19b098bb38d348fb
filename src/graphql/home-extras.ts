import { z } from 'zod';
import { extendType } from 'nexus';
import { publicExtras, type PublicExtras } from '../api/property/queries/public-extras';
import { noExtras } from '../api/property/use-cases/add-public-extras';
import { photo } from '../search/photo-schema';
import { approximatePoint, rating } from '../search/shown-home';
import type { Casita } from '../ports';
import { afterAllResolvers } from './relation-loads';
import type { TypeBook, TypeReference } from './type-book';

/** What guests may know of a home beyond its own fields, as REST adds it to each: here as fields of the generated type. */
const extras: Readonly<Record<keyof PublicExtras, z.ZodType>> = {
  approximatePoint: approximatePoint.nullable(),
  rating,
  photos: z.array(photo),
};

const names = Object.keys(extras) as (keyof PublicExtras)[];

/** `Type.field` of each. */
export const homeExtraFields = names.map((name) => `Property.${name}`);

interface Home {
  readonly documentId: string;
}

interface FieldBlock {
  field(
    name: string,
    config: { type: TypeReference; resolve(home: Home, args: unknown, context: object): Promise<unknown> },
  ): void;
}

export function homeExtras(app: () => Casita, book: TypeBook): ReturnType<typeof extendType> {
  const types = names.map((name) => ({ name, type: book.output(extras[name], name) as TypeReference }));
  const load = loadTogether(app);
  return extendType({
    type: 'Property',
    definition(t: FieldBlock) {
      for (const { name, type } of types) {
        t.field(name, {
          type,
          resolve: async (home, _args, context) => (await load(context, home.documentId))[name],
        });
      }
    },
  } as never);
}

interface Batch {
  readonly documentIds: Set<string>;
  readonly found: Promise<ReadonlyMap<string, PublicExtras>>;
}

/** What the homes of one list are asked for is read by one statement, however many they are. */
function loadTogether(app: () => Casita): (context: object, documentId: string) => Promise<PublicExtras> {
  const open = new WeakMap<object, Batch>();

  const start = (context: object): Batch => {
    const documentIds = new Set<string>();
    const found = new Promise<void>(afterAllResolvers).then(() => {
      open.delete(context);
      return publicExtras(app().db, [...documentIds]);
    });
    return { documentIds, found };
  };

  return async (context, documentId) => {
    const batch = open.get(context) ?? start(context);
    open.set(context, batch);
    batch.documentIds.add(documentId);
    return (await batch.found).get(documentId) ?? noExtras;
  };
}
