/** Made for one machine that also runs the app: durable, and modest with memory. */
const defaults: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '256MB',
  fsync: 'on',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  // Short indexed queries: compiling a plan costs more than it saves.
  jit: 'off',
  shared_preload_libraries: 'pg_stat_statements',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_lock_waits: 'on',
  log_min_duration_statement: '2s',
  cluster_name: 'casita',
};

/** `-c name=value` for each setting, `own` winning over the defaults. */
export function settingsOf(own: Readonly<Record<string, string>>): string[] {
  return Object.entries({ ...defaults, ...own }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
