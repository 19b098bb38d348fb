import { accept, type Outcome } from '../../../domain/refusal';
import type { AccountActor, Casita } from '../../../ports';
import { ownProfile, type OwnProfile } from '../queries/own-profile';
import { updateProfile, type ProfileChange } from '../queries/update-profile';

export async function changeProfile(
  app: Casita,
  actor: AccountActor,
  change: ProfileChange,
): Promise<Outcome<OwnProfile>> {
  await updateProfile(app.db, actor.userId, change, app.clock.now().toString());
  return accept(await ownProfile(app.db, actor.userId));
}
