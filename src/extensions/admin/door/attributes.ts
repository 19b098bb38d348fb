import type { Core, UID } from '@strapi/strapi';

export interface Attribute {
  readonly type: string;
  readonly component?: string;
  readonly target?: string;
}

export function attributesOf(strapi: Core.Strapi, uid: string): Readonly<Record<string, Attribute>> {
  return (strapi.getModel(uid as UID.Schema) as { attributes: Record<string, Attribute> }).attributes;
}
