import { numberOf } from './field-values';

export interface Bathrooms {
  readonly bathrooms?: number;
  readonly bathroomShared?: boolean;
}

/** From free text ('1.5 shared baths', 'Half-bath', 'Private half-bath'), with the bare number as a second source. */
export function bathroomsOf(text: string | undefined, count: string | undefined): Bathrooms {
  const words = (text ?? '').toLowerCase();
  const stated = /(\d+(?:\.\d+)?)/.exec(words)?.[1];
  const bathrooms = stated === undefined ? (/half/.test(words) ? 0.5 : numberOf(count)) : Number(stated);
  return {
    ...(bathrooms === undefined ? {} : { bathrooms: Math.min(bathrooms, 50) }),
    ...(words.trim() === '' ? {} : { bathroomShared: words.includes('shared') }),
  };
}
