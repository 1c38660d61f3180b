// The rules that a client's policy may have: what never runs, what runs without a vote, whose groups must say yes, and when.
import { z } from "zod";
import { Sha256Hex } from "./ids.ts";
import { RunAs, Shell } from "./plan/plan.ts";

const names = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Of a rule or a group: what decisions name. */
export const RuleName = z.string().regex(names, "use lower-case letters, digits and dashes");

/** Endpoints by name; missing: all of them. */
const on = z.array(z.string().min(1).max(64)).min(1).max(200).exactOptional();

/** Forbids every plan with a step that calls this program, or whose text has this in it, in either case. */
export const DenyRule = z
	.strictObject({
		name: RuleName,
		/** As the machine's own reading of the step names it: `format`, with or without `.exe`. */
		program: z.string().min(1).max(200).exactOptional(),
		text: z.string().min(1).max(1_000).exactOptional(),
		on,
	})
	.refine(({ program, text }) => (program === undefined) !== (text === undefined), {
		error: "has to have either a program or a text",
	});
export type DenyRule = z.infer<typeof DenyRule>;

/** Lets exactly this command run without a vote, if the machine reads it as changing nothing. */
export const AllowRule = z
	.strictObject({
		name: RuleName,
		shell: Shell,
		/** Its exact text; or, instead, the SHA-256 of its UTF-8 bytes. */
		command: z.string().min(1).max(8_000).exactOptional(),
		sha256: Sha256Hex.exactOptional(),
		/** Missing: as the agent's own account, and in its home. */
		runAs: RunAs.exactOptional(),
		cwd: z.string().min(1).max(4_096).exactOptional(),
		on,
	})
	.refine(({ command, sha256 }) => (command === undefined) !== (sha256 === undefined), {
		error: "has to have either a command or its sha256",
	});
export type AllowRule = z.infer<typeof AllowRule>;

export const Day = z.enum(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]);
export type Day = z.infer<typeof Day>;

const clock = (last: string) =>
	z.string().regex(new RegExp(`^(?:(?:[01]\\d|2[0-3]):[0-5]\\d${last})$`), "not a time such as 08:30");

const isZone = (zone: string): boolean => {
	try {
		new Intl.DateTimeFormat("en", { timeZone: zone });
		return true;
	} catch {
		return false;
	}
};

/** When plans may start, by the clock on the client's wall. */
export const Hours = z.strictObject({
	zone: z.string().max(64).refine(isZone, "not a time zone such as Europe/Berlin"),
	windows: z
		.array(
			z
				.strictObject({
					days: z.array(Day).min(1).max(7),
					from: clock(""),
					/** Of the next day, if it is earlier than `from`. */
					to: clock("|24:00"),
				})
				.refine(({ from, to }) => from !== to, { error: "begins when it ends" }),
		)
		.min(1)
		.max(20),
});
export type Hours = z.infer<typeof Hours>;

const named = <T extends { name: string }>(rules: T[]): boolean =>
	new Set(rules.map(({ name }) => name)).size === rules.length;
const twice = "has two rules of one name";

/** The parts of a policy that are rules. Missing: none. */
export const ruleFields = {
	/** Of each of these groups, an approver of its own must say yes. */
	groups: z.array(RuleName).min(1).max(5).exactOptional(),
	deny: z.array(DenyRule).min(1).max(200).refine(named, twice).exactOptional(),
	allow: z.array(AllowRule).min(1).max(200).refine(named, twice).exactOptional(),
	hours: Hours.exactOptional(),
};
