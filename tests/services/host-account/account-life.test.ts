import { accountEvents } from '../../../src/api/host-account/queries/account-events';
import { payableAccount } from '../../../src/api/host-account/queries/payable-account';
import { applyAccount } from '../../../src/api/host-account/use-cases/apply-account';
import { closeHostAccount } from '../../../src/api/host-account/use-cases/close-account';
import { inviteHost } from '../../../src/api/host-account/use-cases/invite-host';
import { lookAtAccount } from '../../../src/api/host-account/use-cases/settle-account';
import { beginLook } from '../../../src/api/host-account/queries/save-account';
import { publishListing, unpublishListing } from '../../../src/api/property/use-cases/publish-listing';
import { runDueJobs } from '../../../src/jobs/run-due-jobs';
import { checkHostAccounts } from '../../../src/jobs/check-host-accounts';
import { ProviderRefused, type Casita } from '../../../src/ports';
import { createTestCasita, type TestCasita } from '../support/casita';
import { makeHome, type TestHome } from '../support/world';
import { accountOf, accountsAtStripe, control, onboard, payableHost } from './host-accounts';

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterAll(() => world.close());
afterEach(() => world.checkInvariants());

const staff = { kind: 'staff', adminId: 7, name: 'Sara' } as const;

const stateOf = async (home: TestHome) => (await accountOf(world, home)).state;

const documentOf = async (home: TestHome): Promise<string> =>
  (
    await world.app.db.query<{ id: string }>('select document_id as id from host_profiles where id = $1', [home.hostId])
  )[0]?.id ?? '';

/** Mails to a host that wait to be sent. */
const mailsTo = async (home: TestHome): Promise<string[]> =>
  (
    await world.app.db.query<{ subject: string }>(
      `select payload->>'subject' as subject from graphile_worker._private_jobs where payload->>'userId' = $1`,
      [String(home.host.userId)],
    )
  ).map(({ subject }) => subject);

/** Time in which nothing is told by an event. */
async function silently(act: () => Promise<void>): Promise<void> {
  const url = `${world.stripeUrl}/_controls/faults`;
  const headers = { authorization: `Bearer ${world.secretKey}`, 'content-type': 'application/json' };
  const fault = { kind: 'webhook_drop', rate: 1 };
  const made = await fetch(url, { method: 'POST', headers, body: JSON.stringify(fault) });
  if (!made.ok) throw new Error(await made.text());
  try {
    await act();
  } finally {
    await fetch(url, { method: 'DELETE', headers });
  }
}

describe('onboarding', () => {
  it('makes the account, gives a link, and is ready when everything was given', async () => {
    const home = await makeHome(world.app);
    const started = await onboard(world, home);
    if (!started.ok) throw new Error(JSON.stringify(started));
    expect(started.value.url).toMatch(/\/onboarding\/acct_\w+\/acctlink_\w+$/);
    const begun = await accountOf(world, home);
    expect([begun.state, begun.country, begun.currency, begun.contact_email]).toEqual([
      'onboarding',
      'PT',
      'EUR',
      null,
    ]);
    expect(begun.requirements.map(({ field }) => field)).toContain('identity.individual.date_of_birth');
    expect((await payableAccount(world.app.db, home.hostId))?.ready).toBe(false);

    await control(world, home, 'complete');
    await world.settle();
    const ready = await accountOf(world, home);
    expect([ready.state, ready.requirements]).toEqual(['ready', []]);
    expect(await payableAccount(world.app.db, home.hostId)).toEqual({
      stripeAccount: ready.stripe_account,
      ready: true,
    });
    const events = await accountEvents(world.app.db, home.hostId, 10);
    expect(events.map(({ kind, state, actor }) => `${kind} ${state} ${actor}`).toReversed()).toEqual([
      'asked null host',
      'moved onboarding provider',
      'moved ready provider',
    ]);
  });

  it('gives a new link each time, of the same account', async () => {
    const home = await makeHome(world.app);
    const first = await onboard(world, home);
    const second = await onboard(world, home, { country: null });
    if (!first.ok || !second.ok) throw new Error('no link');
    expect(second.value.url).not.toBe(first.value.url);
    expect(second.value.account.stripe_account).toBe(first.value.account.stripe_account);
    expect(await accountsAtStripe(world, home)).toBe(1);
  });

  it('makes one account, whoever asks at once', async () => {
    const home = await makeHome(world.app);
    const all = await Promise.all(Array.from({ length: 6 }, () => onboard(world, home)));
    expect(all.map(({ ok }) => ok)).toEqual(all.map(() => true));
    expect(await accountsAtStripe(world, home)).toBe(1);
  });

  it('asks for the country first, and never takes another', async () => {
    const home = await makeHome(world.app);
    expect(await onboard(world, home, { country: null })).toMatchObject({
      ...{ ok: false, kind: 'malformed', reasons: [{ code: 'required', field: 'country' }] },
    });
    expect((await onboard(world, home)).ok).toBe(true);
    expect(await onboard(world, home, { country: 'ES' })).toMatchObject({
      ...{ kind: 'refused', reasons: [{ code: 'country_fixed', field: 'country', limit: 'PT', value: 'ES' }] },
    });
  });

  it.each([
    ['another host', 'https://evil.example/'],
    ['our name before the @', 'http://127.0.0.1:1337@evil.example/'],
    ['somebody signed in by the address', 'http://a:b@127.0.0.1:1337/'],
    ['our host on another port', 'http://127.0.0.1:1338/'],
    ['our host by https', 'https://127.0.0.1:1337/'],
    ['a host that begins like ours', 'http://127.0.0.1.evil.example:1337/'],
  ])('sends nobody to %s', async (_what, url) => {
    const home = await makeHome(world.app);
    for (const field of ['returnUrl', 'refreshUrl']) {
      expect(await onboard(world, home, { [field]: url })).toMatchObject({
        ...{ ok: false, kind: 'refused', reasons: [{ code: 'foreign_origin', field }] },
      });
    }
    expect(await accountsAtStripe(world, home)).toBe(0);
    expect((await onboard(world, home, { returnUrl: 'http://127.0.0.1:1337/me?tab=money' })).ok).toBe(true);
  });

  it('leaves nothing where the provider will not have the host, and takes another try', async () => {
    const home = await makeHome(world.app);
    const create = jest
      .spyOn(world.app.hostAccounts, 'create')
      .mockRejectedValueOnce(new ProviderRefused('PT is not a country that we serve'));
    expect(await onboard(world, home)).toMatchObject({
      ...{ ok: false, kind: 'refused' },
      reasons: [{ code: 'account_refused', field: 'country', value: 'PT is not a country that we serve' }],
    });
    await expect(accountOf(world, home)).rejects.toThrow('no account');
    expect((await onboard(world, home)).ok).toBe(true);
    expect(await accountsAtStripe(world, home)).toBe(1);
    expect(create.mock.calls.map(([, key]) => key.slice(-9))).toEqual(['-create-1', '-create-2']);
    create.mockRestore();
  });
});

describe('what was lost', () => {
  it('stops being paid, and is told once; and is paid again when it is settled', async () => {
    const home = await payableHost(world);
    await control(world, home, 'restrict');
    await world.settle();
    await world.settle();
    expect(await stateOf(home)).toBe('restricted');
    expect((await payableAccount(world.app.db, home.hostId))?.ready).toBe(false);
    expect(await mailsTo(home)).toEqual(['Payouts from Casita have stopped']);
    await control(world, home, 'complete');
    await world.settle();
    expect(await stateOf(home)).toBe('ready');
    await control(world, home, 'restrict');
    await world.settle();
    expect(await mailsTo(home)).toHaveLength(2);
  });

  it('is found without any event: who is at their onboarding within the hour, who is ready within the day', async () => {
    const home = await makeHome(world.app);
    await onboard(world, home);
    await world.settle();
    await silently(async () => {
      await control(world, home, 'complete');
      await world.settle();
      expect(await stateOf(home)).toBe('onboarding');
      await world.advance('PT1H');
      expect(await stateOf(home)).toBe('ready');
      await control(world, home, 'restrict');
      await world.advance('PT25H');
      expect(await stateOf(home)).toBe('restricted');
    });
  });

  it('is what the last look says, also when an earlier one is answered after it', async () => {
    const home = await payableHost(world);
    const at = world.clock.now().toString();
    const slow = await beginLook(world.app.db, home.hostId, at);
    const old = await world.app.hostAccounts.retrieve(slow?.stripeAccount ?? '');
    await control(world, home, 'restrict');
    await lookAtAccount(world.app, home.hostId);
    expect(await stateOf(home)).toBe('restricted');
    await world.app.db.transaction((tx) => applyAccount(world.app, tx, home.hostId, slow?.look ?? 0, old));
    expect(await stateOf(home)).toBe('restricted');
  });

  it('lets each have its turn where the provider does not answer for one', async () => {
    const homes = [await payableHost(world), await payableHost(world)];
    const broken = (await accountOf(world, homes[0]!)).stripe_account;
    for (const home of homes) await silently(() => control(world, home, 'restrict'));
    await world.clock.moveTo(world.clock.now().add({ hours: 25 }));
    const retrieve: Casita['hostAccounts']['retrieve'] = (id) =>
      id === broken ? Promise.reject(new Error('away')) : world.app.hostAccounts.retrieve(id);
    const app: Casita = { ...world.app, hostAccounts: { ...world.app.hostAccounts, retrieve } };
    await runDueJobs(app, [checkHostAccounts]);
    await runDueJobs(app, [checkHostAccounts]);
    expect([await stateOf(homes[0]!), await stateOf(homes[1]!)]).toEqual(['ready', 'restricted']);
  });
});

describe('closing', () => {
  it('is for good, by staff, who say why', async () => {
    const home = await payableHost(world);
    const closed = await closeHostAccount(world.app, {
      ...{ actor: staff, hostDocumentId: await documentOf(home), reason: 'Lets what is not theirs' },
    });
    expect(closed.ok).toBe(true);
    expect(await stateOf(home)).toBe('closed');
    expect(await onboard(world, home)).toMatchObject({ kind: 'conflict', reasons: [{ code: 'account_closed' }] });
    const events = await accountEvents(world.app.db, home.hostId, 2);
    expect(events.map(({ kind, made_by: by, reason }) => [kind, by, reason])).toEqual([
      ['moved', null, null],
      ['close', 7, 'Lets what is not theirs'],
    ]);
    await world.settle();
    expect(await stateOf(home)).toBe('closed');
    expect(
      await inviteHost(world.app, { actor: staff, hostDocumentId: await documentOf(home), reason: null }),
    ).toMatchObject({ kind: 'conflict' });
  });

  it('by Stripe lets the host begin another, and what is owed goes there', async () => {
    const home = await payableHost(world);
    const old = (await accountOf(world, home)).stripe_account ?? '';
    const late = await beginLook(world.app.db, home.hostId, world.clock.now().toString());
    const stale = await world.app.hostAccounts.retrieve(old);
    await world.app.hostAccounts.close(old, `by-stripe-${old}`);
    await lookAtAccount(world.app, home.hostId);
    expect(await stateOf(home)).toBe('closed');
    expect(await onboard(world, home, { country: null })).toMatchObject({
      reasons: [{ code: 'required', field: 'country' }],
    });
    expect(await stateOf(home)).toBe('closed');
    const both = await Promise.all([onboard(world, home), onboard(world, home)]);
    expect(both.map(({ ok }) => ok)).toEqual([true, true]);
    expect(await accountsAtStripe(world, home)).toBe(2);
    const made = await accountOf(world, home);
    expect(made).toMatchObject({ state: 'onboarding', was_ready: false });
    expect(made.stripe_account).not.toBe(old);
    // Both answers of the old one come too late to be of the new one.
    await world.app.db.transaction((tx) => applyAccount(world.app, tx, home.hostId, late?.look ?? 0, stale));
    expect(await accountOf(world, home)).toMatchObject({ stripe_account: made.stripe_account, state: 'onboarding' });
    expect(
      await world.app.db.query('select stripe_account, host_id, was_ready from host_account_past where host_id = $1', [
        home.hostId,
      ]),
    ).toEqual([{ stripe_account: old, host_id: home.hostId, was_ready: true }]);
    await control(world, home, 'complete');
    await world.settle();
    expect(await payableAccount(world.app.db, home.hostId)).toEqual({
      stripeAccount: made.stripe_account,
      ready: true,
    });
    const kinds = (await accountEvents(world.app.db, home.hostId, 50)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'asked')).toHaveLength(2);
  });

  it('waits for the money on it: nothing more is sent there, and it is asked for again', async () => {
    const home = await payableHost(world);
    let refusals = 0;
    const { close } = world.app.hostAccounts;
    const closing = jest.spyOn(world.app.hostAccounts, 'close').mockImplementation(async (id, key) => {
      if ((refusals += 1) > 1) return close(id, key);
      throw new ProviderRefused('An account with money on its balance cannot be closed.');
    });
    await closeHostAccount(world.app, { actor: staff, hostDocumentId: await documentOf(home), reason: 'Gone' });
    expect(await stateOf(home)).toBe('ready');
    expect((await payableAccount(world.app.db, home.hostId))?.ready).toBe(false);
    await world.advance('PT24H');
    await world.settle();
    expect([refusals, await stateOf(home)]).toEqual([2, 'closed']);
    closing.mockRestore();
  });
});

describe('where hosts must be payable', () => {
  it('publishes nothing before its host can be paid, and leaves up what is', async () => {
    const home = await makeHome(world.app);
    const app: Casita = { ...world.app, config: { ...world.app.config, requirePayableHosts: true } };
    await unpublishListing(app, home.hostId, home.documentId);
    expect(await publishListing(app, home.hostId, home.documentId)).toMatchObject({
      ...{ ok: false, kind: 'refused', reasons: [{ code: 'host_not_payable' }] },
    });
    expect((await publishListing(world.app, home.hostId, home.documentId)).ok).toBe(true);
    await unpublishListing(app, home.hostId, home.documentId);
    await onboard(world, home);
    await control(world, home, 'complete');
    await world.settle();
    expect((await publishListing(app, home.hostId, home.documentId)).ok).toBe(true);
    await control(world, home, 'restrict');
    await world.settle();
    const [row] = await world.app.db.query<{ state: string }>('select state from properties where id = $1', [home.id]);
    expect(row?.state).toBe('published');
  });
});
