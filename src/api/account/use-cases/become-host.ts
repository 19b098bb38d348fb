import { accept, type Outcome } from '../../../domain/refusal';
import type { AccountActor, Casita } from '../../../ports';
import { insertHostProfile } from '../queries/insert-host-profile';
import { ownProfile, type OwnProfile } from '../queries/own-profile';

/** Gives the account its host profile; asked again it changes nothing. */
export async function becomeHost(app: Casita, actor: AccountActor): Promise<Outcome<OwnProfile>> {
  const profile = await ownProfile(app.db, actor.userId);
  if (profile.host) return accept(profile);
  await insertHostProfile(app.db, actor.userId, profile.displayName, app.clock.now().toString());
  return accept(await ownProfile(app.db, actor.userId));
}
