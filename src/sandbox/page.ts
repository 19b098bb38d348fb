import type { Context } from 'koa';
import { answerPage, html, type Html } from '../front/page';
import type { Sandbox } from '../composition';
import type { Sql } from '../adapters/postgres/sql';
import { usableCoupons } from './queries/usable-coupons';
import { recentPayments } from './queries/recent-payments';
import { recentMails } from './recent-mails';
import { testCards, type CardBehaviour } from './stripe/cards';

const MAILS_SHOWN = 10;
const PAYMENTS_SHOWN = 10;
const COUPONS_SHOWN = 10;

const steps = [
  { label: 'An hour', advance: 'PT1H' },
  { label: 'A day', advance: 'P1D' },
  { label: 'A week', advance: 'P7D' },
  { label: 'A month', advance: 'P1M' },
] as const;

export interface SandboxPageParts {
  readonly sandbox: Sandbox;
  readonly sql: Sql;
  readonly mailFolder: string;
  /** What a guest's app pays with; no secret. */
  readonly publishableKey: string;
}

/** `/sandbox`: a whole booking's life can be seen from here in a minute. */
export async function sandboxPage(
  ctx: Context,
  { sandbox, sql, mailFolder, publishableKey }: SandboxPageParts,
): Promise<void> {
  const [mails, payments, coupons] = await Promise.all([
    recentMails(mailFolder, MAILS_SHOWN),
    recentPayments(sql, PAYMENTS_SHOWN),
    usableCoupons(sql, sandbox.clock.now().toString(), COUPONS_SHOWN),
  ]);
  const now = sandbox.clock.now().toString({ smallestUnit: 'second' });
  answerPage(
    ctx,
    'Sandbox',
    html`<h1>Sandbox</h1>
      <p>
        No real money moves here. Time does: move the clock forward, and everything that falls due on the way happens.
      </p>
      <h2>It is ${now}</h2>
      ${steps.map(stepForm)}
      <form method="post" action="/sandbox/clock">
        <input name="to" aria-label="Move to" placeholder="${now}" required />
        <button>Move to</button>
      </form>
      <h2>Latest mails</h2>
      ${mails.length === 0 ? html`<p class="soft">None yet.</p>` : mails.map(mailEntry)}
      <h2>Latest payments</h2>
      ${
        payments.length === 0
          ? html`<p class="soft">None yet.</p>`
          : table(
              ['At', 'Booking', 'State', 'Amount', 'PaymentIntent'],
              payments.map((one) => [one.at, one.booking, one.state, one.amount, one.intent]),
            )
      }
      <h2>Coupons</h2>
      ${
        coupons.length === 0
          ? html`<p class="soft">None. Staff make them in the admin panel.</p>`
          : table(
              ['Code', 'Name on the bill', 'Takes off', 'Limits'],
              coupons.map((one) => [one.code, one.label, one.takesOff, one.limits]),
            )
      }
      <h2>Test cards</h2>
      <p>
        The local Stripe is at <code>/sandbox/stripe</code>; pay with the publishable key
        <code>${publishableKey}</code>.
      </p>
      ${table(
        ['Payment method', 'Number', 'What happens'],
        testCards.map((card) => [`pm_card_${card.token}`, card.number, behaviour(card.behaviour)]),
      )}`,
  );
}

const stepForm = ({ label, advance }: (typeof steps)[number]): Html =>
  html`<form method="post" action="/sandbox/clock">
    <input type="hidden" name="advance" value="${advance}" /><button>${label} later</button>
  </form>`;

const mailEntry = (mail: {
  readonly at: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}): Html =>
  html`<details>
    <summary><strong>${mail.subject}</strong> <span class="soft">to ${mail.to}, ${mail.at}</span></summary>
    <pre>${mail.text}</pre>
  </details>`;

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): Html =>
  html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${heads.map((head) => html`<th>${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;

function behaviour(card: CardBehaviour): string {
  const parts = [
    card.authentication === 'never' ? '' : 'asks for authentication',
    card.decline ? `declined: ${card.decline.declineCode}` : '',
    card.refund === 'succeeds' ? '' : `refund ${card.refund}`,
    card.dispute === 'none' ? '' : `disputed: ${card.dispute}`,
  ].filter(Boolean);
  return parts.length === 0 ? 'succeeds' : parts.join(', ');
}
