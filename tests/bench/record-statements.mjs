/**
 * Loaded into the app before anything else (`node --import`): writes down what a request asks of the database, statement by
 * statement, for requests that carry the header `x-bench-record`. A bare server can then run the very same statements, and the
 * benchmark stays true when the app asks differently. A line of JSON for each request goes to the file BENCH_RECORD_FILE.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { appendFileSync } from 'node:fs';
import { Server } from 'node:http';
import { createRequire } from 'node:module';
import { madeKeys } from './made-keys.mjs';

const require = createRequire(import.meta.url);
const { Client } = require('pg');
const { prepareValue } = require('pg/lib/utils');

/**
 * @typedef {{ text: string, values: unknown[], made: string[] }} Statement `made`: keys that it returned (`madeKeys`)
 * @typedef {Statement[][]} Waves statements of one wave were under way together; a wave begins when the one before has ended
 */
const requests = new AsyncLocalStorage();

const { emit } = Server.prototype;
Server.prototype.emit = function (event, ...args) {
  const name = event === 'request' ? args[0].headers['x-bench-record'] : undefined;
  if (name === undefined) return emit.call(this, event, ...args);
  const record = { waves: [], running: 0 };
  args[1].once('finish', () => {
    appendFileSync(process.env.BENCH_RECORD_FILE, `${JSON.stringify({ name, waves: record.waves })}\n`);
  });
  return requests.run(record, () => emit.call(this, event, ...args));
};

const plainValue = (value) => {
  const prepared = prepareValue(value);
  return Buffer.isBuffer(prepared) ? `\\x${prepared.toString('hex')}` : prepared;
};

function note(record, text, values) {
  if (record.running === 0) record.waves.push([]);
  const statement = { text, values: values.map(plainValue), made: [] };
  record.waves.at(-1).push(statement);
  record.running += 1;
  return (result) => {
    record.running -= 1;
    statement.made = madeKeys(result?.rows ?? []);
  };
}

const { query } = Client.prototype;
Client.prototype.query = function (config, values, callback) {
  const record = requests.getStore();
  const text = typeof config === 'string' ? config : config?.text;
  if (!record || text === undefined) return query.call(this, config, values, callback);
  const given = Array.isArray(values) ? values : (config.values ?? []);
  const end = note(record, text, given);
  const ended = (done) =>
    function (error, result) {
      end(result);
      return done.call(this, error, result);
    };
  if (typeof callback === 'function') return query.call(this, config, values, ended(callback));
  if (typeof values === 'function') return query.call(this, config, ended(values));
  if (typeof config.callback === 'function') {
    config.callback = ended(config.callback);
    return query.call(this, config, values);
  }
  const result = query.call(this, config, values);
  if (typeof result?.then === 'function') result.then(end, () => end());
  else result.once('end', () => end());
  return result;
};
