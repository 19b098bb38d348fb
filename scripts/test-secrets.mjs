/** Fixed secrets for tests: known to everybody, good for nothing else. */
const of = (name) => `only-for-tests-${name}-0123456789abcdef`;

export const testSecrets = {
  APP_KEYS: `${of('key-a')},${of('key-b')}`,
  API_TOKEN_SALT: of('api-token-salt'),
  ADMIN_JWT_SECRET: of('admin-jwt'),
  TRANSFER_TOKEN_SALT: of('transfer-token-salt'),
  JWT_SECRET: of('jwt'),
  ENCRYPTION_KEY: of('encryption'),
  QUOTE_SECRET: of('quote'),
  STRIPE_SECRET_KEY: 'sk_test_onlyForTests0123456789abcdef',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_onlyForTests0123456789abcdef',
  STRIPE_WEBHOOK_SECRET: 'whsec_onlyForTests0123456789abcdef',
  STRIPE_CONNECT_WEBHOOK_SECRET: 'whsec_connectOnlyForTests0123456789',
};
