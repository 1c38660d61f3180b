// Which endpoints cards no longer show as they are. A session is in its client's list half a second after its plan is proposed:
// what comes or goes until then would else be missed.
import type { Shown } from "../contracts/values/listed.ts";

/** Whether a card that shows it as it was says something else than one that shows it as it is. */
export const showsOtherwise = (was: Shown, is: Shown): boolean =>
	was.online !== is.online ||
	was.quarantined !== is.quarantined ||
	Boolean(was.held) !== Boolean(is.held) ||
	was.disk !== is.disk;

/** Those that are otherwise now; one that was removed is not among them. */
export const changedSince = <Of extends Shown>(shown: Shown[], now: Of[]): Of[] =>
	now.filter((is) => shown.some((was) => was.id === is.id && showsOtherwise(was, is)));
