import { startApp, type AppOptions, type AppProcess } from '../../services/support/app-process';
import { makePanelWorld, type PanelWorld } from './panel-world';

/** An app of the test file's own, with a panel's people and entries in it. */
export interface PanelApp extends PanelWorld {
  readonly app: AppProcess;
  stop(): Promise<void>;
}

export async function startPanelApp(options: AppOptions = {}): Promise<PanelApp> {
  const app = await startApp(options);
  const world = await makePanelWorld(app.url, app.database.url);
  return {
    ...world,
    app,
    async stop() {
      await world.sql.end();
      await app.end();
    },
  };
}
