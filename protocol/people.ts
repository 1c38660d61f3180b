// People, their roles, and a client's policy.
import { z } from "zod";
import { PersonId } from "./ids.ts";
import { Identity, PlatformName } from "./platform.ts";

/** Per client: who asks; the client's admin; who proposes; the MSP's admin. */
export const Role = z.enum(["requester", "approver", "technician", "owner"]);
export type Role = z.infer<typeof Role>;

/** `phone`: someone else wrote it down for them; no platform did. */
export const Surface = z.enum([...PlatformName.options, "browser", "phone", "worker", "agent"]);
export type Surface = z.infer<typeof Surface>;

/** A person that a client knows. `name` is for people to read; no rule uses it. */
export const Person = z.strictObject({
	id: PersonId,
	name: z.string().min(1).max(100),
	/** How the text export names them (`technician@msp.com via browser`); null: by their name. */
	label: z.string().max(200).nullable(),
	identities: z.array(Identity),
	roles: z.array(Role),
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
});
export type Actor = z.infer<typeof Actor>;

/** A ticket's number in the MSP's own system. */
export const Ticket = z
	.string()
	.regex(/^[\p{L}\p{N}][\p{L}\p{N}._#/-]{0,39}$/u, "up to 40 letters, digits, dots, dashes, # or /");
