import { errorResponses, type PathItem } from './operation-paths';

const json = (description: string, schema: Record<string, unknown>) => ({
  description,
  content: { 'application/json': { schema } },
});

/** What is no operation: probes, pages and the payment provider's door. */
export const fixedPaths = (sandbox: boolean): Record<string, PathItem> => ({
  '/live': { get: plain('live', 'Operations', 'The process answers', { 200: json('Live', { type: 'object' }) }) },
  '/ready': {
    get: plain(
      'ready',
      'Operations',
      'The instance may take traffic: database, migrations, constraints and jobs are there',
      {
        200: json('Ready', { type: 'object' }),
        ...errorResponses(['unavailable']),
      },
    ),
  },
  '/metrics': {
    get: plain(
      'metrics',
      'Operations',
      'Figures for Prometheus; from this machine, or with METRICS_TOKEN as bearer token',
      {
        200: { description: 'Metrics', content: { 'text/plain': { schema: { type: 'string' } } } },
        ...errorResponses(['not_found']),
      },
    ),
  },
  '/graphql': {
    post: {
      ...plain('graphql', 'GraphQL', 'Every operation as a field; introspect the schema to see them', {
        200: json('Data, errors, or both', {
          type: 'object',
          properties: { data: { type: ['object', 'null'] }, errors: { type: 'array', items: { type: 'object' } } },
        }),
        400: json('The document cannot be read, or asks for too much', { type: 'object' }),
      }),
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['query'],
              properties: {
                query: { type: 'string' },
                variables: { type: 'object' },
                operationName: { type: 'string' },
              },
            },
            example: { query: '{ amenities { code name } }' },
          },
        },
      },
    },
  },
  '/api/stripe/webhook': webhook('stripeWebhook', "Stripe's events; the body is signed as it is sent"),
  '/api/stripe/connect-webhook': webhook(
    'stripeConnectWebhook',
    "Stripe's events of hosts' accounts (thin ones, API v2), signed with another secret",
  ),
  '/api/properties/{id}/calendar.ics': {
    get: {
      ...plain(
        'exportedCalendar',
        'Host: calendar',
        'When a home is taken, for other platforms (RFC 5545); no guest is in it',
        {
          200: { description: 'A calendar', content: { 'text/calendar': { schema: { type: 'string' } } } },
          304: { description: 'As the ETag that was sent says' },
          ...errorResponses(['not_found', 'too_many', 'unavailable']),
        },
      ),
      parameters: [
        { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
        { name: 'token', in: 'query', required: true, schema: { type: 'string' } },
      ],
    },
  },
  '/api/host/payouts/{id}.csv': statement('hostPayoutCsv', 'id', 'text/csv'),
  '/api/host/payouts/{id}.html': statement('hostPayoutPage', 'id', 'text/html'),
  '/api/host/statements/{month}.csv': statement('hostStatementCsv', 'month', 'text/csv'),
  '/api/host/statements/{month}.html': statement('hostStatementPage', 'month', 'text/html'),
  '/api/bookings/{id}/claims/{n}/photos/{photoId}.jpg': claimPhotoFile,
  ...(sandbox ? sandboxPaths : {}),
});

const claimPhotoFile: PathItem = {
  get: {
    ...plain('damageClaimPhotoFile', 'Damage claims', 'A picture of a claim for damage, as a file', {
      200: { description: 'The picture', content: { 'image/jpeg': { schema: { type: 'string', format: 'binary' } } } },
      ...errorResponses(['malformed', 'unauthenticated', 'not_found', 'unavailable']),
    }),
    parameters: [
      { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
      { name: 'n', in: 'path', required: true, schema: { type: 'string' } },
      { name: 'photoId', in: 'path', required: true, schema: { type: 'string' } },
    ],
  },
};

/** A statement as a file: the lines of the JSON, for a spreadsheet or for paper. */
const statement = (operationId: string, name: string, type: 'text/csv' | 'text/html'): PathItem => ({
  get: {
    ...plain(
      operationId,
      'Host: money',
      type === 'text/csv' ? 'A statement for spreadsheets' : 'A statement to be printed, on A4',
      {
        200: { description: 'The statement', content: { [type]: { schema: { type: 'string' } } } },
        ...errorResponses(['malformed', 'unauthenticated', 'forbidden', 'not_found', 'unavailable']),
      },
    ),
    parameters: [{ name, in: 'path', required: true, schema: { type: 'string' } }],
  },
});

const webhook = (operationId: string, summary: string): PathItem => ({
  post: {
    ...plain(operationId, 'Payments', summary, {
      200: json('Stored', { type: 'object', properties: { received: { const: true } } }),
      ...errorResponses(['malformed', 'unavailable']),
    }),
    parameters: [{ name: 'Stripe-Signature', in: 'header', required: true, schema: { type: 'string' } }],
    requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
  },
});

const sandboxPaths: Record<string, PathItem> = {
  '/sandbox': {
    get: plain('sandbox', 'Sandbox', 'The clock, the latest mails, test cards and payments', {
      200: { description: 'A page', content: { 'text/html': { schema: { type: 'string' } } } },
    }),
  },
  '/sandbox/clock': {
    post: {
      ...plain('advanceClock', 'Sandbox', 'Moves the clock forward; everything that falls due on the way happens', {
        200: json('The time as it is now', {
          type: 'object',
          properties: {
            data: {
              type: 'object',
              properties: { now: { type: 'string', format: 'date-time' }, done: { type: 'integer' } },
            },
          },
        }),
        ...errorResponses(['malformed', 'refused']),
      }),
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: {
              oneOf: [
                {
                  type: 'object',
                  required: ['advance'],
                  properties: { advance: { type: 'string', description: 'ISO 8601 duration' } },
                },
                { type: 'object', required: ['to'], properties: { to: { type: 'string', format: 'date-time' } } },
              ],
            },
            example: { advance: 'P1D' },
          },
        },
      },
    },
  },
};

function plain(operationId: string, tag: string, summary: string, responses: Record<string, unknown>): PathItem {
  return { operationId, tags: [tag], summary, security: [], responses };
}
