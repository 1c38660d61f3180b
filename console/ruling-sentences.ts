// The sentences about plans that run without a vote of their own, or at other times than they say.
import type { SessionEventBody } from "../protocol/record/events.ts";
import { ruledText, termsText } from "../words/standing.ts";
import { utc } from "../words/times.ts";
import type { Told } from "./session-sentences.ts";

type Kind = "plan.ruled" | "plan.timed" | "standing.given";

export const rulingTable = {
	"plan.ruled": ({ plan, ruled }, names) => ({
		does: `let ${names.plan(plan)} run without a vote, by ${ruledText(ruled)}`,
		tone: "good",
	}),
	"plan.timed": ({ plan, from, runBy }, names) => ({
		does: `starts ${names.plan(plan)} no earlier than ${utc(from)}, and no later than ${utc(runBy)}`,
		tone: "quiet",
	}),
	"standing.given": ({ plan, times, until }, names) => ({
		does: `approved the same as ${names.plan(plan)} for later plans, too: ${termsText({ times, until })}`,
		tone: "good",
	}),
} satisfies { [K in Kind]: Told<Extract<SessionEventBody, { kind: K }>> };
