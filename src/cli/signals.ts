const stopSignals = ['SIGTERM', 'SIGINT'] as const;

/** Resolves at the first SIGTERM or SIGINT. A second one ends the process at once. */
export function onStopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of stopSignals) {
      process.on(signal, () => {
        if (asked) process.exit(130);
        asked = true;
        resolve(signal);
      });
    }
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
