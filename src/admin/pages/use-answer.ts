import { useCallback, useEffect, useState } from 'react';
import { useAPIErrorHandler, useFetchClient, type FetchError } from '@strapi/strapi/admin';

/** What a route of the panel answers: on its way, here, or not to be had. */
export type Answer<T> =
  | { readonly state: 'coming' }
  | { readonly state: 'here'; readonly data: T }
  | { readonly state: 'failed'; readonly message: string; readonly again: () => void };

/** Asks once, and again whenever a button has changed something; what is shown stays until the new answer is here. */
export function useAnswer<T>(path: string): Answer<T> {
  const { get } = useFetchClient();
  const { formatAPIError } = useAPIErrorHandler();
  const [kept, setKept] = useState<{ readonly path: string; readonly answer: Answer<T> } | null>(null);
  const [turn, setTurn] = useState(0);
  const again = useCallback(() => setTurn((before) => before + 1), []);
  useEffect(() => {
    let isGone = false;
    const keep = (answer: Answer<T>) => (isGone ? undefined : setKept({ path, answer }));
    get<{ data: T }>(path)
      .then(({ data }) => keep({ state: 'here', data: data.data }))
      .catch((error: FetchError) => keep({ state: 'failed', message: formatAPIError(error), again }));
    return () => {
      isGone = true;
    };
    // Not formatAPIError, which is a new function at each turn of the page.
  }, [get, path, turn, again]);
  useEffect(() => {
    window.addEventListener('casita:changed', again);
    return () => window.removeEventListener('casita:changed', again);
  }, [again]);
  return kept?.path === path ? kept.answer : { state: 'coming' };
}
