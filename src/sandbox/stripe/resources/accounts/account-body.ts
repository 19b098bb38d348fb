import type Stripe from 'stripe';
import { missingParameter } from '../../http/problem';
import { newId, randomText } from '../../ids';
import type { AccountBody, AccountHidden } from '../../objects';
import { mergeV2Metadata } from '../v2-metadata';
import { recipientOf } from './capabilities';
import { currencyOf } from './country-currency';
import type { CreateParams, DefaultsParams, IdentityParams, Include, UpdateParams } from './params';
import { requirementsOf } from './requirements';

type Identity = Stripe.V2.Core.Account.Identity;
type Defaults = Stripe.V2.Core.Account.Defaults;

/** A recipient is somebody that Stripe has to know: where they are, how to reach them, and who answers for fees and losses. */
export function assertComplete(params: CreateParams): void {
  if (params.configuration?.recipient === undefined) return;
  if (params.contact_email === undefined) throw missingParameter('contact_email');
  if (params.identity?.country === undefined) throw missingParameter('identity[country]');
  if (params.dashboard === undefined) throw missingParameter('dashboard');
  if (params.defaults?.responsibilities === undefined) throw missingParameter('defaults[responsibilities]');
}

export function newAccount(params: CreateParams, at: string): { body: AccountBody; hidden: AccountHidden } {
  const country = params.identity?.country?.toLowerCase();
  const empty: AccountBody = {
    id: `acct_${randomText(16)}`,
    object: 'v2.core.account',
    applied_configurations: params.configuration?.recipient === undefined ? [] : ['recipient'],
    closed: false,
    configuration: {},
    created: at,
    defaults: {
      ...(country === undefined ? {} : { currency: currencyOf(country) }),
      responsibilities: { requirements_collector: params.dashboard === 'none' ? 'application' : 'stripe' },
    },
    future_requirements: { entries: [] },
    identity: {},
    livemode: false,
    metadata: {},
    requirements: { entries: [] },
  };
  const hidden: AccountHidden = { standing: 'new', given: [], bankAccount: null, wantsTransfers: false };
  return changed(empty, hidden, params, at);
}

/** The account after create or update, its capabilities and requirements worked out anew. */
export function changed(
  before: AccountBody,
  hidden: AccountHidden,
  params: UpdateParams,
  at: string,
): { body: AccountBody; hidden: AccountHidden } {
  const wish = params.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.requested;
  const applied = params.configuration?.recipient?.applied;
  const after: AccountBody = {
    ...before,
    ...(params.configuration?.recipient === undefined
      ? {}
      : { applied_configurations: applied === false ? [] : ['recipient'] }),
    ...(params.contact_email === undefined ? {} : { contact_email: params.contact_email }),
    ...(params.contact_phone === undefined ? {} : { contact_phone: params.contact_phone }),
    ...(params.dashboard === undefined ? {} : { dashboard: params.dashboard }),
    ...(params.display_name === undefined ? {} : { display_name: params.display_name }),
    defaults: defaultsAfter(before.defaults!, params.defaults),
    identity: identityAfter(before, params.identity, at),
    metadata: mergeV2Metadata(before.metadata ?? {}, params.metadata),
  };
  return workedOut(after, { ...hidden, wantsTransfers: wish ?? hidden.wantsTransfers });
}

/** What follows from who the holder is and how far they have come. */
export function workedOut(body: AccountBody, hidden: AccountHidden): { body: AccountBody; hidden: AccountHidden } {
  const applied = body.applied_configurations.includes('recipient');
  const wasApplied = body.configuration.recipient !== undefined;
  return {
    hidden,
    body: {
      ...body,
      configuration: applied || wasApplied ? { recipient: recipientOf(applied, hidden) } : {},
      requirements: applied ? requirementsOf(body.identity, hidden) : { entries: [] },
    },
  };
}

function defaultsAfter(before: Defaults, given: DefaultsParams | undefined): Defaults {
  if (given === undefined) return before;
  return {
    ...before,
    ...(given.currency === undefined ? {} : { currency: given.currency }),
    ...(given.locales === undefined ? {} : { locales: given.locales }),
    ...(given.profile === undefined ? {} : { profile: { ...before.profile, ...said(given.profile) } }),
    responsibilities: { ...before.responsibilities, ...given.responsibilities },
  };
}

/** The numbers of documents are not kept, only that there are some. */
function identityAfter(before: AccountBody, given: IdentityParams | undefined, at: string): Identity {
  if (given === undefined) return before.identity;
  const { attestations, business_details: business, individual, country, entity_type } = given;
  const person = before.identity.individual ?? {
    id: newId('person_test'),
    object: 'v2.core.account_person',
    account: before.id,
    created: at,
    updated: at,
  };
  return {
    ...before.identity,
    ...(attestations === undefined ? {} : { attestations: attestations as Identity['attestations'] & object }),
    ...(country === undefined ? {} : { country: country.toLowerCase() }),
    ...(entity_type === undefined ? {} : { entity_type }),
    ...(business === undefined
      ? {}
      : {
          business_details: {
            ...before.identity.business_details,
            ...withoutNumbers(business),
          } as NonNullable<Identity['business_details']>,
        }),
    ...(individual === undefined
      ? {}
      : {
          individual: { ...person, ...withoutNumbers(individual), updated: at } as NonNullable<Identity['individual']>,
        }),
  };
}

function withoutNumbers(given: { readonly id_numbers?: { readonly type: string }[] | undefined }): object {
  const { id_numbers: numbers, ...rest } = given;
  return { ...said(rest), ...(numbers === undefined ? {} : { id_numbers: numbers.map(({ type }) => ({ type })) }) };
}

/** Without what was not given. */
function said<Given extends object>(given: Given): { [Key in keyof Given]?: Exclude<Given[Key], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as ReturnType<
    typeof said<Given>
  >;
}

/** API v2 shows null for what was not asked for, whatever there is. */
export function shown(body: AccountBody, include: Include): object {
  const asked = (name: Include[number]) => include.includes(name);
  return {
    ...body,
    contact_email: body.contact_email ?? null,
    contact_phone: body.contact_phone ?? null,
    dashboard: body.dashboard ?? null,
    display_name: body.display_name ?? null,
    configuration: asked('configuration.recipient')
      ? { customer: null, merchant: null, recipient: body.configuration.recipient ?? null }
      : null,
    defaults: asked('defaults') ? body.defaults : null,
    future_requirements: asked('future_requirements') ? body.future_requirements : null,
    identity: asked('identity') ? body.identity : null,
    requirements: asked('requirements') ? body.requirements : null,
  };
}
