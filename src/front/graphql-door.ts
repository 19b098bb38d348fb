import type { Context, Middleware } from 'koa';
import { graphqlLimits } from '../graphql/limits';
import { answerPage, html } from './page';
import { origin } from './start-page';

/** `GET /graphql`: how to call it. Operations are sent by POST only, so no link and no image can ever carry one. */
export function graphqlPage(ctx: Context): void {
  const call = `curl ${origin(ctx)}/graphql \\
  -H 'Content-Type: application/json' \\
  -d '{"query": "{ amenities { code name } }"}'`;
  answerPage(
    ctx,
    'GraphQL',
    html`<h1>GraphQL</h1>
      <p>
        Every operation of the API is a field here, under the name that it has in the <a href="/docs">reference</a>,
        with the same rules, limits and errors.
      </p>
      <pre><code>${call}</code></pre>
      <h2>Conventions</h2>
      <p>
        Parameters of the path and the query are arguments, the body is <code>input</code>, the header
        <code>Idempotency-Key</code> is <code>idempotencyKey</code>. Sign in with <code>Authorization: Bearer …</code>.
        An error carries <code>extensions: { code, status, reasons }</code>: the status and the reasons that REST would
        have answered with.
      </p>
      <h2>Limits of one request</h2>
      <p>
        ${graphqlLimits.tokens} tokens, ${graphqlLimits.depth} levels, ${graphqlLimits.rootFields} fields at the top,
        ${graphqlLimits.aliases} aliases, ${graphqlLimits.bodyBytes / 1024} KB, and a cost of ${graphqlLimits.cost}, of
        which each relation of each listed entry takes 1. One operation for each request: no batches.
      </p>
      <p>The schema is open to introspection, so that any GraphQL client can explore it.</p>`,
  );
}

/**
 * Keeps the caller's token for our own operations and out of Strapi's authentication: generated reads are the same for everyone, and
 * the permissions of a role would be read again on each request for nothing.
 */
export const keepAuthorization: Middleware = async (ctx, next) => {
  if (isGraphqlPath(ctx.path)) {
    ctx.state['authorization'] = ctx.get('authorization');
    delete ctx.req.headers.authorization;
  }
  await next();
};

/** As Strapi's router takes it. */
export const isGraphqlPath = (path: string): boolean => /^\/graphql\/?$/i.test(path);
