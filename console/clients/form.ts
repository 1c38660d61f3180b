// Reads a form of a client's page: the change that it asks for, and what of its consequences was confirmed.
import { z } from "zod";
import { Policy, Role } from "../../protocol/people.ts";
import { SetupEdit } from "../../protocol/setup-edit.ts";

/** As `parseBody({ all: true })` gives it. */
type Body = Record<string, unknown>;

export type Asked = { edit: SetupEdit; confirmed: { revision: number; vouched: string[] } | null };
export type Read = { ok: true; asked: Asked } | { ok: false; problems: string[] };

const Text = z.string().trim().catch("");
const Whole = z.coerce.number().catch(Number.NaN);
/** One field, or several of one name. */
const Several = z.union([z.array(z.string()), z.string().transform((one) => [one])]).catch([]);
/** One a line, or with blanks or commas between. */
const Listed = Text.transform((text) => text.split(/[\s,]+/).filter(Boolean));
const Revision = z.coerce.number().int().min(0);

export const readChange = (body: Body): Read => {
	const kept = z.string().safeParse(body.change);
	const edit = SetupEdit.safeParse(kept.success ? parsed(kept.data) : editIn(body));
	if (!edit.success) return { ok: false, problems: edit.error.issues.map(inWords) };
	const revision = Revision.safeParse(body.revision);
	const confirmed = revision.success
		? { revision: revision.data, vouched: Several.parse(body.vouched) }
		: null;
	return { ok: true, asked: { edit: edit.data, confirmed } };
};

/** What a form leaves out would be lost: so each form has all that there is. */
type All<T> = Record<keyof T, unknown>;

const editIn = (body: Body): unknown => {
	const text = (name: string) => Text.parse(body[name]);
	const edit = text("edit");
	switch (edit) {
		case "person":
			return present({
				...{ edit, key: text("key"), name: text("name"), label: text("label") || undefined },
				email: text("email") || undefined,
				...{ identities: Listed.parse(body.identities), roles: Several.parse(body.roles) },
				groups: groupsIn(body),
			} satisfies All<Extract<SetupEdit, { edit: "person" }>>);
		case "policy":
			return { edit, policy: policyIn(body) };
		case "channels":
			return { edit, channels: Listed.parse(body.channels) };
		case "machine":
			return { edit, name: text("name"), description: text("description") };
		case "remove-person":
			return { edit, key: text("key") };
		default:
			return { edit, name: text("name") };
	}
};

const policyIn = (body: Body): unknown => {
	const number = (name: string) => Whole.parse(body[name]);
	const text = (name: string) => Text.parse(body[name]);
	return present({
		...{ votes: number("votes"), decideWithin: number("decideWithin"), runWithin: number("runWithin") },
		...{ stepTimeLimit: number("stepTimeLimit"), outputInChat: text("outputInChat") },
		...{ runBytes: number("runBytes"), runRecords: number("runRecords"), runEvents: number("runEvents") },
		...{ runQuestions: number("runQuestions"), runsPerDay: number("runsPerDay") },
		// A form without it must not lower what policy asks for.
		approval: text("approval"),
		escalateAfter: text("escalateAfter") === "" ? null : number("escalateAfter"),
		retentionDays: text("retentionDays") === "" ? null : number("retentionDays"),
		legalHold: body.legalHold === "on",
		groups: groupsIn(body),
		...rulesIn(body.rules),
	} satisfies All<Policy>);
};

/** A missing entry is left out. */
const present = (all: Record<string, unknown>): unknown =>
	Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));

const groupsIn = (body: Body): string[] | undefined => {
	const groups = Listed.parse(body.groups);
	return groups.length > 0 ? groups : undefined;
};

/** What the form only carries along: rules are written in the file. A form without them must not drop them. */
const rulesIn = (kept: unknown): Record<"deny" | "allow" | "hours", unknown> => {
	const text = z.string().safeParse(kept);
	const { deny, allow, hours } = Kept.parse(text.success ? parsed(text.data) : null);
	return { deny, allow, hours };
};
const Kept = z
	.object({ deny: z.unknown(), allow: z.unknown(), hours: z.unknown() })
	.partial()
	.catch({ deny: null });

const parsed = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
};

const names: Record<string, string> = {
	key: "Name in the file",
	name: "Name",
	label: "Label",
	identities: "Accounts",
	email: "E-mail address",
	roles: "Roles",
	groups: "Groups",
	channels: "Channels",
	description: "Description",
	...Object.fromEntries(Object.keys(Policy.shape).map((name) => [name, `Policy ${name}`])),
};

/** `Roles: choose at least one`, else as the schema says it. */
const inWords = ({ path, message }: z.core.$ZodIssue): string => {
	const name = [...path].reverse().find((one) => typeof one === "string" && names[one] !== undefined);
	const what = name === "roles" ? `choose at least one of ${Role.options.join(", ")}` : message;
	return `${(typeof name === "string" && names[name]) || "The form"}: ${what}`;
};
