/** http or https to this machine by its usual names: a name that only resolves to it does not count. */
export function isLoopbackUrl(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  const here = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
  return here && (protocol === 'http:' || protocol === 'https:');
}
