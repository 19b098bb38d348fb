const stopSignals = ['SIGTERM', 'SIGINT'] as const;

/**
 * Resolves at the first SIGTERM or SIGINT; a second one ends the process at once. With CASITA_STOP_WITH_STDIN also when
 * whoever holds our standard input lets go of it: a script that is killed leaves no app behind.
 */
export function onStopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of stopSignals) {
      process.on(signal, () => {
        if (asked) process.exit(130);
        asked = true;
        resolve();
      });
    }
    if (process.env.CASITA_STOP_WITH_STDIN) process.stdin.once('end', resolve).once('error', resolve).resume();
  });
}

/** Strapi's own listeners end every connection at once; whatever `make` adds is taken off again. */
export function takeOverSignals<T>(make: () => T): T {
  const before = new Map(stopSignals.map((signal) => [signal, new Set(process.listeners(signal))]));
  const made = make();
  for (const [signal, known] of before) {
    for (const listener of process.listeners(signal))
      if (!known.has(listener)) process.removeListener(signal, listener);
  }
  return made;
}
