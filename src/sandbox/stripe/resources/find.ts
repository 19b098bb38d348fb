import { idOf, type ObjectType, type Stored } from '../objects';
import { findObject } from '../queries/find-object';
import { lockObject } from '../queries/lock-object';
import { noSuchObject, noSuchReference } from '../http/problem';
import type { Work } from '../work';

/** The object that the path names, locked; 404 when it is not there or somebody else's. */
export async function lockNamed<Type extends ObjectType>(work: Work, type: Type, id: string): Promise<Stored<Type>> {
  const object = await lockObject(work.tx, type, id);
  if (object === undefined || object.account !== work.account) throw noSuchObject(type, id);
  return object;
}

/** The object that the path names; 404 when it is not there or somebody else's. */
export async function findNamed<Type extends ObjectType>(work: Work, type: Type, id: string): Promise<Stored<Type>> {
  const object = await findObject(work.tx, type, id);
  if (object === undefined || object.account !== work.account) throw noSuchObject(type, id);
  return object;
}

/** An object that a parameter names; 400 when it is not there or has been deleted. */
export async function findReferenced<Type extends ObjectType>(
  work: Work,
  type: Type,
  id: string,
  param: string,
): Promise<Stored<Type>> {
  const object = await findObject(work.tx, type, id);
  if (object === undefined || object.account !== work.account || 'deleted' in object.body) {
    throw noSuchReference(type, id, param);
  }
  return object;
}

/** An object that another one refers to; that it exists is the sandbox's own business. */
export async function lockOwn<Type extends ObjectType>(
  work: Work,
  type: Type,
  reference: string | { readonly id: string } | null | undefined,
): Promise<Stored<Type>> {
  const object = await lockObject(work.tx, type, idOf(reference) ?? '');
  if (object === undefined) throw new Error(`the sandbox has lost ${type} ${String(idOf(reference))}`);
  return object;
}
