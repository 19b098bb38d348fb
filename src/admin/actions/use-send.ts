import { adminApi, useAPIErrorHandler, useFetchClient, useNotification, type FetchError } from '@strapi/strapi/admin';
import { panelStore } from '../panel-store';

interface Target {
  readonly model: string;
  readonly documentId?: string;
}

/**
 * The entry's new state takes the pressed button off the page. While its dialog is open, that would leave the page hidden
 * from screen readers and deaf to clicks: so the dialog closes first.
 */
const CLOSING_MS = 400;

/** Presses one of the panel's buttons: posts, says how it went, and shows the entry as it is now. */
export function useSend({ model, documentId }: Target) {
  const { post } = useFetchClient();
  const { toggleNotification } = useNotification();
  const { formatAPIError } = useAPIErrorHandler();
  const show = () => {
    const tags = [`${model}_${documentId}`, `${model}_LIST`].map((id) => ({ type: 'Document', id }));
    panelStore()?.dispatch(adminApi.util.invalidateTags(tags as never[]));
    window.dispatchEvent(new Event('casita:changed'));
  };
  return async (path: string, body: object, done: string, headers: Record<string, string> = {}): Promise<boolean> => {
    try {
      await post(path, body, { headers });
      toggleNotification({ type: 'success', message: done });
      window.setTimeout(show, CLOSING_MS);
      return true;
    } catch (error) {
      toggleNotification({ type: 'danger', message: formatAPIError(error as FetchError) });
      return false;
    }
  };
}
