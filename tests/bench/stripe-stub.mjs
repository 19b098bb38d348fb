/** Takes Stripe's time out of what is measured: answers every intent at once, and keeps nothing. */
import { createServer } from 'node:http';

const [port] = process.argv.slice(2);
let made = 0;

function intentFrom(body) {
  const asked = new URLSearchParams(body);
  const id = `pi_bench${process.pid}x${(made += 1)}`;
  const metadata = Object.fromEntries(
    [...asked].flatMap(([name, value]) => {
      const key = /^metadata\[(.+)\]$/.exec(name)?.[1];
      return key === undefined ? [] : [[key, value]];
    }),
  );
  return {
    id,
    object: 'payment_intent',
    client_secret: `${id}_secret_bench`,
    status: 'requires_payment_method',
    amount: Number(asked.get('amount')),
    amount_received: 0,
    currency: asked.get('currency'),
    metadata,
    latest_charge: null,
    payment_method: null,
    last_payment_error: null,
  };
}

createServer((request, response) => {
  if (request.url === '/ready') return void response.end();
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    const isIntent = request.method === 'POST' && request.url.split('?')[0] === '/v1/payment_intents';
    const answer = isIntent ? intentFrom(body) : { object: 'list', data: [], has_more: false, url: request.url };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
}).listen(Number(port), '127.0.0.1');
process.stdin.resume().on('end', () => process.exit(0));
