import type { Core } from '@strapi/strapi';
import type { ResolversConfig } from './lean-schema';

/** Content types whose generated reads stay; what they show is the same for everyone. */
const readable: ReadonlySet<string> = new Set([
  'api::property.property',
  'api::amenity.amenity',
  'api::host-profile.host-profile',
]);

export const fileUid = 'plugin::upload.file';
/** Of a picture, only what is needed to show it: nothing that leads to other entries or to where it is stored. */
const fileFields: ReadonlySet<string> = new Set([
  'name',
  'alternativeText',
  'caption',
  'width',
  'height',
  'formats',
  'mime',
  'size',
  'url',
]);

/** Whether Strapi makes GraphQL types of a content type here. */
export const isGenerated = (uid: string): boolean => readable.has(uid) || uid === fileUid;

interface ShadowCrud {
  disable(): ShadowCrud;
  disableQueries(): ShadowCrud;
  disableMutations(): ShadowCrud;
  field(name: string): { disable(): unknown };
}

export interface GraphqlExtension {
  shadowCRUD(uid: string): ShadowCrud;
  use(configuration: unknown): GraphqlExtension;
  generate(context: unknown): GeneratedExtension;
}

interface GeneratedExtension {
  types: unknown[];
  resolversConfig: Record<string, unknown>;
}

export const extensionOf = (strapi: Core.Strapi): GraphqlExtension =>
  strapi.plugin('graphql').service('extension') as unknown as GraphqlExtension;

/** Switches every generated mutation off, and every generated query but the three public collections. */
export function keepPublicReads(strapi: Core.Strapi): void {
  const extension = extensionOf(strapi);
  for (const uid of Object.keys(strapi.contentTypes)) {
    const type = extension.shadowCRUD(uid).disableMutations();
    if (readable.has(uid)) continue;
    type.disableQueries();
    if (uid !== fileUid) type.disable();
  }
  for (const field of Object.keys(strapi.contentType(fileUid).attributes)) {
    if (!fileFields.has(field)) extension.shadowCRUD(fileUid).field(field).disable();
  }
}

/**
 * Plugins add queries and mutations of their own (login, register, uploads) that know none of our rules. Only `ownTypes` are
 * taken; and our fields ask for no permission of a Strapi role, since each operation says itself who may call it.
 * @returns the settings of single fields, as they were when the schema was made last
 */
export function takeOnlyOwnTypes(
  strapi: Core.Strapi,
  ownTypes: () => readonly unknown[],
  ownFields: readonly string[],
): () => ResolversConfig {
  const extension = extensionOf(strapi);
  const generate = extension.generate.bind(extension);
  let types: readonly unknown[] | null = null;
  let resolversConfig: Readonly<Record<string, unknown>> = {};
  extension.generate = (context) => {
    const generated = generate(context);
    types ??= ownTypes();
    const open = Object.fromEntries(ownFields.map((field) => [field, { auth: false }]));
    resolversConfig = { ...generated.resolversConfig, ...open };
    return { ...generated, types: [...types], resolversConfig };
  };
  return () => resolversConfig as ResolversConfig;
}
