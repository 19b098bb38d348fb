import { createRequire } from 'node:module';

/** Of Strapi's TypeScript tools; the rest of them is only loaded by whoever asks for it. */
interface Tools {
  resolveOutDirSync(appDir: string): string | undefined;
}

/**
 * Strapi asks its TypeScript tools where the compiled migrations are, and they bring the whole compiler with them: some 18 MB of memory that
 * every process would keep for one path, which the app knows itself. Call it before Strapi is loaded.
 */
export function answerForCompiler(distDir: string): void {
  const strapi = createRequire(__filename).resolve('@strapi/strapi');
  const core = createRequire(strapi).resolve('@strapi/core');
  const load = createRequire(core);
  const id = load.resolve('@strapi/typescript-utils');
  const known: Tools = { resolveOutDirSync: () => distDir };
  let tools: Record<string | symbol, unknown> | undefined;
  const all = () => {
    if (tools === undefined) {
      delete load.cache[id];
      tools = load(id) as Record<string | symbol, unknown>;
    }
    return tools;
  };
  const exports = new Proxy(known, {
    get: (own, name) => (name in own ? own[name as keyof Tools] : all()[name]),
  });
  load.cache[id] = Object.assign(Object.create(module) as NodeModule, { id, filename: id, loaded: true, exports });
}
