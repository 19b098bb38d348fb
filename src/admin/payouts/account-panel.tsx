import { useEffect, useState } from 'react';
import { Button, Field, Flex, Typography } from '@strapi/design-system';
import { useAPIErrorHandler, useFetchClient, useNotification, type FetchError } from '@strapi/strapi/admin';
import type { PanelComponent } from '@strapi/content-manager/strapi-admin';
import { useMay } from '../permissions';

/** Beside a host's profile the account that they are paid through: how far it is, what it lacks, and for staff what became of it. */

interface Account {
  readonly state: string;
  readonly since: string | null;
  readonly country: string | null;
  readonly closing: boolean;
  readonly requirements: readonly { readonly field: string; readonly deadline: string }[];
  /** For the host of the profile. */
  readonly mayStart: boolean;
  readonly stripeAccount?: string | null;
  readonly events?: readonly Event[];
}

interface Event {
  readonly kind: string;
  readonly state: string | null;
  readonly actor: string;
  readonly reason: string | null;
  readonly at: string;
}

const model = 'api::host-profile.host-profile';

export const AccountPanel: PanelComponent = (entry) => {
  const maySee = useMay('api::casita.see-host-accounts');
  if (entry.model !== model || !maySee || entry.documentId === undefined) return null;
  return { title: 'Payouts', content: <AccountView documentId={entry.documentId} /> };
};

const words: Readonly<Record<string, string>> = {
  none: 'There is no account to be paid through yet.',
  creating: 'The account is being made.',
  onboarding: 'The payment provider waits for what it has to know.',
  ready: 'Payouts go to the account.',
  restricted: 'Payouts have stopped: the payment provider asks for something, or has refused the account.',
  closed: 'The account is closed.',
};

export function AccountView({ documentId }: { documentId: string }) {
  const account = useAccount(documentId);
  if (account === null) return <Typography textColor="neutral600">…</Typography>;
  const mayGoOn = account.mayStart && account.state !== 'closed' && !account.closing;
  return (
    <Flex direction="column" alignItems="stretch" gap={3} width="100%">
      <Typography>
        {account.closing ? 'The account is to be closed.' : (words[account.state] ?? account.state)}
      </Typography>
      {account.since === null ? null : (
        <Typography variant="pi" textColor="neutral600">
          {[account.state, account.country, new Date(account.since).toLocaleString()].filter(Boolean).join(', ')}
        </Typography>
      )}
      {account.requirements.map(({ field, deadline }) => (
        <Typography key={field} variant="pi">
          {field.replaceAll('_', ' ')} ({deadline.replaceAll('_', ' ')})
        </Typography>
      ))}
      {mayGoOn ? <GoOn documentId={documentId} asksCountry={account.state === 'none'} /> : null}
      {(account.events ?? []).map((event) => (
        <Typography key={`${event.at}${event.kind}`} variant="pi" textColor="neutral600">
          {[`${event.kind} ${event.state ?? ''}`.trim(), event.actor, event.reason, new Date(event.at).toLocaleString()]
            .filter(Boolean)
            .join(', ')}
        </Typography>
      ))}
    </Flex>
  );
}

/** To the provider's page, which opens once: the link is asked for when it is followed. */
function GoOn({ documentId, asksCountry }: { documentId: string; asksCountry: boolean }) {
  const { post } = useFetchClient();
  const { toggleNotification } = useNotification();
  const { formatAPIError } = useAPIErrorHandler();
  const [country, setCountry] = useState('');
  const press = async () => {
    try {
      const body = asksCountry ? { country: country.toUpperCase() } : {};
      const { data } = await post<{ data: { url: string } }>(`/casita/host-profiles/${documentId}/onboarding`, body);
      window.location.assign(data.data.url);
    } catch (error) {
      toggleNotification({ type: 'danger', message: formatAPIError(error as FetchError) });
    }
  };
  return (
    <>
      {asksCountry ? (
        <Field.Root name="country" hint="Two letters, such as PT. It cannot be changed later.">
          <Field.Label>Your country</Field.Label>
          <Field.Input
            value={country}
            maxLength={2}
            onChange={(event: { target: { value: string } }) => setCountry(event.target.value)}
          />
          <Field.Hint />
        </Field.Root>
      ) : null}
      <Button type="button" onClick={() => void press()} disabled={asksCountry && !/^[a-z]{2}$/i.test(country)}>
        {asksCountry ? 'Set up payouts' : 'Go on with the payment provider'}
      </Button>
    </>
  );
}

function useAccount(documentId: string): Account | null {
  const { get } = useFetchClient();
  const [account, setAccount] = useState<Account | null>(null);
  useEffect(() => {
    let isGone = false;
    const load = () =>
      void get<{ data: Account }>(`/casita/host-profiles/${documentId}/account`)
        .then(({ data }) => (isGone ? undefined : setAccount(data.data)))
        .catch(() => undefined);
    load();
    window.addEventListener('casita:changed', load);
    return () => {
      isGone = true;
      window.removeEventListener('casita:changed', load);
    };
  }, [get, documentId]);
  return account;
}
