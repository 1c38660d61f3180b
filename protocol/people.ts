// People, their roles, and a client's policy.
import { z } from "zod";
import { most } from "./bounds.ts";
import { PersonId } from "./ids.ts";
import { Identity, PlatformName } from "./platform.ts";
import { mostAsked } from "./prompt.ts";
import { RuleName, ruleFields } from "./rules.ts";

/** Per client: who asks; the client's admin; who proposes; the MSP's admin. */
export const Role = z.enum(["requester", "approver", "technician", "owner"]);
export type Role = z.infer<typeof Role>;
export const Roles = z.array(Role).max(Role.options.length);

/** `phone`: someone else wrote it down for them; no platform did. */
export const Surface = z.enum([...PlatformName.options, "browser", "phone", "worker", "agent"]);
export type Surface = z.infer<typeof Surface>;

/** A person that a client knows. `name` is for people to read; no rule uses it. */
export const Person = z.strictObject({
	id: PersonId,
	name: z.string().min(1).max(100),
	/** How the text export names them (`technician@msp.com via browser`); null: by their name. */
	label: z.string().max(200).nullable(),
	identities: z.array(Identity).max(most),
	roles: z.array(Role).max(most),
	/** Whose yes an approver's is, where policy asks for one of each group. */
	groups: z.array(RuleName).max(10).exactOptional(),
});
export type Person = z.infer<typeof Person>;

export const Policy = z.strictObject({
	/** Different approvers that must say yes. */
	votes: z.int().min(1).max(5).default(1),
	/** What a plan's dialog starts with; seconds. */
	decideWithin: z
		.int()
		.min(60)
		.max(30 * 86_400)
		.default(86_400),
	runWithin: z
		.int()
		.min(60)
		.max(30 * 86_400)
		.default(3_600),
	stepTimeLimit: z.int().min(1).max(86_400).default(600),
	/** Whether chat may show output, or only its counts. */
	outputInChat: z.enum(["lines", "counts"]).default("lines"),
	/** Days after which a closed session's output is erased; null: never. */
	retentionDays: z.int().min(1).max(36_500).nullable().default(null),
	legalHold: z.boolean().default(false),
	/** How approvers say yes: by a press, or with their own passkey, which the endpoints then check. */
	approval: z.enum(["press", "passkey"]).default("press"),
	/** Seconds after which a plan that nobody decided goes to the approvers' deputies, and as long after that to the owners;
	 * null: it waits. */
	escalateAfter: z
		.int()
		.min(1)
		.max(30 * 86_400)
		.nullable()
		.default(null),
	/** How much one run may put into its recording, and ask, before it is stopped. */
	runBytes: z.int().min(1).max(1_000_000_000_000).default(10_000_000_000),
	runRecords: z.int().min(1).max(100_000_000).default(10_000_000),
	runEvents: z.int().min(1).max(10_000_000).default(1_000_000),
	runQuestions: z.int().min(1).max(mostAsked.questions).default(100),
	/** How many runs, each with a recording, may be proposed in a day (UTC). */
	runsPerDay: z.int().min(1).max(1_000_000).default(10_000),
	...ruleFields,
});
export type Policy = z.infer<typeof Policy>;

/** Who did something: the person where known, else the identity alone; or a part of the system itself. */
export const Actor = z.strictObject({
	surface: Surface,
	person: PersonId.nullable(),
	identity: Identity.nullable(),
	/** As shown at the time. */
	name: z.string().max(200),
	label: z.string().max(200).nullable(),
	/** Their roles at that moment. Missing: no person, or recorded by an older version. */
	roles: Roles.exactOptional(),
});
export type Actor = z.infer<typeof Actor>;

/** A ticket's number in the MSP's own system. */
export const Ticket = z
	.string()
	.regex(/^[\p{L}\p{N}][\p{L}\p{N}._#/-]{0,39}$/u, "up to 40 letters, digits, dots, dashes, # or /");
