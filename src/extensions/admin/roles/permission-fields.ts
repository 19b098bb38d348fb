import type { Core, UID } from '@strapi/strapi';

interface Attribute {
  readonly type: string;
  readonly component?: string;
}

/** Strapi's permissions name the leaves: `address` becomes `address.line1`, `address.city` … A field that is not there is an error. */
export function leafFields(strapi: Core.Strapi, uid: string, fields: readonly string[]): string[] {
  const attributes = attributesOf(strapi, uid);
  return fields.flatMap((field) => {
    const attribute = attributes[field];
    if (!attribute) throw new Error(`${uid} has no field ${field}`);
    return leaves(strapi, field, attribute);
  });
}

function leaves(strapi: Core.Strapi, path: string, attribute: Attribute): string[] {
  if (attribute.type !== 'component' || !attribute.component) return [path];
  return Object.entries(attributesOf(strapi, attribute.component)).flatMap(([name, inner]) =>
    leaves(strapi, `${path}.${name}`, inner),
  );
}

function attributesOf(strapi: Core.Strapi, uid: string): Record<string, Attribute> {
  const model = strapi.getModel(uid as UID.Schema) as { attributes: Record<string, Attribute> } | undefined;
  if (!model) throw new Error(`No such content type: ${uid}`);
  return model.attributes;
}
