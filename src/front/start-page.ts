import type { Context } from 'koa';
import { answerPage, html } from './page';

/** `/`: what this is, and where to go on. */
export const startPage =
  (options: { readonly name: string; readonly sandbox: boolean }) =>
  (ctx: Context): void => {
    answerPage(
      ctx,
      options.name,
      html`<h1>${options.name}</h1>
        <p>
          The backend of a marketplace for short stays. Guests find a home for their dates, see the whole price, book
          and pay; hosts run their listings and calendars; staff look after bookings, reviews and money. Apps talk to it
          through REST or GraphQL.
        </p>
        <ul class="cards">
          <li>
            <a href="/docs"><strong>API reference</strong>Every call, with its fields, rules and errors</a>
          </li>
          <li>
            <a href="/graphql"><strong>GraphQL</strong>The same operations, one address</a>
          </li>
          <li>
            <a href="/openapi.json"><strong>OpenAPI 3.1</strong>For generating clients</a>
          </li>
          <li>
            <a href="/admin"><strong>Admin panel</strong>For hosts and staff</a>
          </li>
          ${
            options.sandbox
              ? html`<li>
                  <a href="/sandbox"><strong>Sandbox</strong>Move the clock, read mails, see payments</a>
                </li>`
              : html``
          }
        </ul>
        <h2>Try it</h2>
        <pre><code>curl '${origin(ctx)}/api/search?pageSize=3'</code></pre>
        <p class="soft">Is it up? <a href="/live">/live</a> and <a href="/ready">/ready</a> say so.</p>`,
    );
  };

export const origin = (ctx: Context): string => `${ctx.protocol}://${ctx.host}`;
