import { euVat, validateEntity, validatePerson } from 'stdnum';
import { euMembers } from '../../domain/country';

/** Letters and digits with what people put between them. */
const shape = /^[\p{L}\p{N}][\p{L}\p{N} ./+-]{2,29}$/u;

/**
 * Whether it can be a tax number of the country. Check digits are looked at for members of the European Union, where the library knows
 * every kind of number; elsewhere a number that it does not know may still be one.
 */
export function isTin(number: string, country: string): boolean {
  if (!shape.test(number)) return false;
  if (!euMembers.has(country)) return true;
  const person = validatePerson(country, number);
  const entity = validateEntity(country, number);
  const isChecked = person.checked && entity.checked;
  return !isChecked || person.isValid === true || entity.isValid === true;
}

/** With the prefix of its country: 'PT501442600', 'EL094259216'. Northern Ireland's and others' are taken by their shape. */
export function isVatId(id: string): boolean {
  if (!/^[A-Z]{2}[A-Z0-9+*]{2,14}$/.test(id)) return false;
  const prefix = id.slice(0, 2);
  const validators = euVat[prefix === 'EL' ? 'GR' : prefix] ?? [];
  const numbers = [id, id.slice(2)];
  return (
    validators.length === 0 || validators.some((one) => numbers.some((number) => one.validate(number).isValid === true))
  );
}
