// Which colour goes with a session's or a plan's state; the words always stand beside it.
import type { PlanState, SessionState } from "../../protocol/view.ts";
import { word } from "../../words/states.ts";
import type { Tone } from "../tone.ts";

const tones = {
	"waiting-for-technician": "live",
	"waiting-for-approval": "live",
	open: "live",
	approved: "good",
	running: "live",
	// How it went stands with each run: that it is over says nothing of that.
	finished: "quiet",
	denied: "bad",
	expired: "check",
	cancelled: "quiet",
	closed: "quiet",
} as const satisfies Record<SessionState | PlanState, Tone>;

export const stateTone = (state: string): string =>
	Object.hasOwn(tones, state) ? word(tones, state) : "quiet";
