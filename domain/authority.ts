// Who may do what: one table of acts and of people's standings at a client and in the matter. Cards and pages read their offers
// from here, and presses are judged here. Pure: the people are an argument.
import type { Person, Role } from "../protocol/people.ts";
import { type Answer, type Refusal, refuse } from "../protocol/refusal.ts";
import { namedBy, type WithDeputies } from "./deputies.ts";

/** A person's standing at a client and in the matter. */
export type Standing =
	| Role
	/** Known to the client, whatever their role, and the session is theirs, the plan, or the wish to erase. */
	| "asker"
	| "proposer"
	| "eraser"
	/** Known to the client, and said or did something in the session. */
	| "participant"
	/** Of the side that `eraser` is not of: an approver for an owner, an owner for an approver. */
	| "other side"
	/** Stands in for an approver who may decide. */
	| "deputy"
	/** Named by the client's set-up for when no approver can be reached, and that time has come. */
	| "break-glass"
	/** Unknown to the client. */
	| "stranger"
	/** Holds the owner's token, at the command line; needs no person. */
	| "operator";

export const standings = [
	"requester",
	"approver",
	"technician",
	"owner",
	"asker",
	"proposer",
	"eraser",
	"participant",
	"other side",
	"deputy",
	"break-glass",
	"stranger",
	"operator",
] as const satisfies Standing[];

const anyRole = ["requester", "approver", "technician", "owner"] as const;
const anybody = [...anyRole, "stranger"] as const;
const msp = ["technician", "owner"] as const;

/** `may`: any of these is enough. `never`: any of these forbids it, whatever else someone is. */
type Rule = { may: readonly Standing[]; never?: readonly Standing[] };

const table = {
	/** Everything said in a session's thread is recorded, by anyone: asked all the same, so that this table stays the only judge. */
	say: { may: anybody },
	/** Looks at a plan in its thread. */
	look: { may: anybody },
	open: { may: anyRole },
	/** Opens a session for someone who phoned. */
	"open for": { may: msp },
	/** Finds a session in lists, reads its transcript, verifies it, exports it; gets a personal link to it. */
	read: { may: ["approver", ...msp, "asker", "participant", "deputy"] },
	/** Sees a client's endpoints and newest sessions on Home. */
	oversee: { may: msp },
	/** Sees in the console a client's machines and their environments, its people, roles, channels and policy. */
	"see machines": { may: ["approver", ...msp] },
	/** Makes and ends the enrollment token of an endpoint that has no agent yet. */
	enroll: { may: msp },
	/** The same of one that has an agent, whose place another machine then takes. */
	"re-enroll": { may: ["owner"] },
	/** Says that the machine on which an endpoint's agent runs now is the right one. */
	"confirm a machine": { may: ["owner"] },
	/** Changes a client's people, roles, channels, policy and endpoints in the console, as the command line does;
	 * judged by the roles that someone has as the MSP's own staff. */
	"change the set-up": { may: ["owner"] },
	/** Makes, changes and removes saved commands; judged by the roles that someone has as the MSP's own staff. */
	"keep snippets": { may: msp },
	/** Sees in the console which endpoints are quarantined. */
	"see quarantine": { may: ["approver", "technician", "owner"] },
	/** Asks for the dialog, writes or attaches a command, proposes. */
	propose: { may: ["technician"] },
	/** Takes back a command that was typed or attached and not proposed; its author counts as its proposer. */
	"drop a draft": { may: ["proposer"] },
	/** Approves or denies. */
	decide: { may: ["approver", "deputy"], never: ["proposer"] },
	/** Enters the secrets that an approved plan needs. */
	"enter a secret": { may: ["technician", "approver"] },
	/** Asks a question about a plan. */
	ask: { may: anyRole },
	cancel: { may: ["approver", "owner", "proposer", "deputy"] },
	/** Chooses for a running step that asks, or says that there is nothing more. */
	answer: { may: ["technician", "approver", "owner", "proposer", "deputy"] },
	/** Writes a text for it, which those who decide then let through. */
	"answer in words": { may: ["technician", "proposer"] },
	close: { may: [...msp, "asker"] },
	reopen: { may: [...msp, "asker"] },
	take: { may: msp },
	/** Hands a session to someone who may take it. */
	"hand over": { may: msp },
	/** Sees and sets the ticket's number. */
	ticket: { may: msp },
	"ask to erase": { may: ["approver", "owner"] },
	/** Confirms an erasure, or declines it. */
	"answer an erasure": { may: ["other side"], never: ["eraser"] },
	"withdraw an erasure": { may: ["eraser"] },
	/** Sets up clients, people, roles, policies, conversations and endpoints; has enrollment tokens made and the signing key
	 * changed; reads the audit logs. */
	administer: { may: ["operator"] },
	/** Publishes copies of a session behind a link, lists and ends them. */
	share: { may: ["approver", ...msp] },
	/** Reads a client's audit log in the console. */
	audit: { may: ["approver", "owner"] },
	/** Exports the set-up file with all clients; judged by the roles that someone has as the MSP's own staff. */
	"export the set-up": { may: ["owner"] },
	/** Reads the audit log of what belongs to no client; judged by the roles that someone has as the MSP's own staff. */
	"audit the deployment": { may: ["owner"] },
	/** Sees whose passkeys count for approvals. */
	"see approvers": { may: ["approver", ...msp, "deputy"] },
	/** That it may count for approvals; of someone else. */
	"confirm a passkey": { may: ["owner"] },
	/** So that it no longer counts for them; their own, anyone. */
	"revoke a passkey": { may: ["approver", "owner"] },
	/** Who decides while they are away; for themselves. */
	"name a deputy": { may: ["approver"] },
	/** So that nothing more runs by it; anyone's. */
	"end a standing yes": { may: ["approver", "owner"] },
	/** Lets a change of approvers, policy or channels take effect, or refuses it; who asked for it counts as its proposer. */
	"confirm a change": { may: ["approver", "break-glass"], never: ["proposer"] },
} as const satisfies Record<string, Rule>;

export type Act = keyof typeof table;
export const acts = Object.keys(table) as Act[];

/** Whether this is enough. Roles are standings: `may("decide", person.roles)` if there is no plan. */
export const may = (act: Act, as: readonly Standing[]): boolean => {
	const rule: Rule = table[act];
	return as.some((one) => rule.may.includes(one)) && !as.some((one) => rule.never?.includes(one));
};

/** What a person's standing depends on besides their roles: person ids, and the accounts in chat that were used. */
export type Matter = {
	asker?: string | null;
	proposer?: string;
	proposerAccount?: string | null;
	eraser?: string | null;
	eraserAccount?: string | null;
	participants?: readonly string[];
	/** Nobody decided in the policy's time, so deputies decide, too. */
	escalated?: boolean;
	/** The person whom the client named for when no approver can be reached, if that is so now. */
	breakGlass?: string | null;
};
type Known = WithDeputies;

/** Whether it is this person, or has the account that was used: an account may belong to someone else by now. */
export const isSame = (
	{ id, identities }: Pick<Person, "id" | "identities">,
	person: string | null | undefined,
	account: string | null | undefined,
): boolean => id === person || (typeof account === "string" && identities.includes(account));

/** The person behind a chat identity, at this client. */
export const personOf = ({ people }: Known, identity: string): Person | null =>
	people.find(({ identities }) => identities.includes(identity)) ?? null;

/** A person's standings; null: a stranger. */
export const standingOf = (client: Known, person: Person | null, matter: Matter = {}): Standing[] => {
	if (!person) return ["stranger"];
	const { id, roles } = person;
	const { asker, proposer, eraser, participants } = matter;
	const asked = client.people.find((one) => one.id === eraser);
	return [
		...roles,
		...(id === asker ? (["asker"] as const) : []),
		...(isSame(person, proposer, matter.proposerAccount) ? (["proposer"] as const) : []),
		...(isSame(person, eraser, matter.eraserAccount) ? (["eraser"] as const) : []),
		...(participants?.includes(id) ? (["participant"] as const) : []),
		...(asked && agree(asked, person) ? (["other side"] as const) : []),
		...(standsInFor(client, person, matter).length > 0 ? (["deputy"] as const) : []),
		...(id === matter.breakGlass ? (["break-glass"] as const) : []),
	];
};

/** Approvers for whom this person may decide in the matter: each of them may, themselves. */
export const standsInFor = (client: Known, person: Person, matter: Matter = {}): Person[] =>
	namedBy(client, person, matter.escalated ?? false).filter(
		(one) => one.roles.includes("approver") && !isSame(one, matter.proposer, matter.proposerAccount),
	);

/** Two different people, one for the client and one for its IT provider. */
const agree = (one: Person, other: Person): boolean => {
	const [these, those] = [one.roles, other.roles];
	return (
		one.id !== other.id &&
		((these.includes("owner") && those.includes("approver")) ||
			(these.includes("approver") && those.includes("owner")))
	);
};

/** All at this client who may. */
export const whoMay = (act: Act, client: Known, matter: Matter = {}): Person[] =>
	client.people.filter((person) => may(act, standingOf(client, person, matter)));

type Client = Known & { name: string };
type Why = (client: Client, person: Person | null, matter: Matter) => Refusal;

const noRole: Why = ({ name }) => ({ code: "no-role", client: name });
const techniciansOnly: Why = ({ name }) => ({ code: "technicians-only", client: name });
const mayNotAnswer: Why = ({ name }) => ({ code: "may-not-answer", client: name });
const ownersOnly: Why = ({ name }) => ({ code: "owners-only", client: name });
const mayNotErase: Why = ({ name }) => ({ code: "may-not-erase", client: name });

/** The refusal of each act. Acts without one are never refused in words: no one offers them. */
const refusals = {
	say: noRole,
	look: noRole,
	open: noRole,
	"open for": techniciansOnly,
	read: ({ name }, person) => (person ? { code: "not-your-session" } : { code: "no-role", client: name }),
	propose: ({ name }) => ({ code: "not-a-technician", client: name }),
	"drop a draft": () => ({ code: "not-your-draft" }),
	decide: (client, person, matter) => {
		const approvers = whoMay("decide", client);
		if (approvers.length === 0) return { code: "no-approver", client: client.name };
		if (person && isSame(person, matter.proposer, matter.proposerAccount))
			return { code: "own-proposal", approvers: names(whoMay("decide", client, matter)) };
		return {
			code: "not-an-approver",
			client: client.name,
			approvers: names(approvers),
			told: person !== null,
		};
	},
	"enter a secret": ({ name }) => ({ code: "may-not-enter", client: name }),
	enroll: ({ name }) => ({ code: "may-not-enroll", client: name }),
	"re-enroll": ownersOnly,
	"confirm a machine": ownersOnly,
	ask: noRole,
	cancel: () => ({ code: "may-not-cancel" }),
	answer: mayNotAnswer,
	"answer in words": mayNotAnswer,
	close: () => ({ code: "may-not-close" }),
	reopen: () => ({ code: "may-not-reopen" }),
	take: techniciansOnly,
	"hand over": techniciansOnly,
	ticket: techniciansOnly,
	"ask to erase": mayNotErase,
	"answer an erasure": (client, person, matter) => {
		if (!person || !may("ask to erase", person.roles)) return mayNotErase(client, person, matter);
		if (isSame(person, matter.eraser, matter.eraserAccount)) return { code: "own-erasure" };
		return { code: "not-the-other-side", wanted: names(whoMay("answer an erasure", client, matter)) };
	},
	"withdraw an erasure": () => ({ code: "not-yours" }),
	"name a deputy": ({ name }) => ({ code: "no-deputies", client: name }),
	"end a standing yes": (client) => ({
		...{ code: "not-an-approver", client: client.name, told: false },
		approvers: names(whoMay("decide", client)),
	}),
	"confirm a change": (client, person, matter) => ({
		code: "may-not-confirm",
		client: client.name,
		own: person !== null && isSame(person, matter.proposer, matter.proposerAccount),
		who: names(whoMay("confirm a change", client, matter)),
	}),
} as const satisfies Partial<Record<Act, Why>>;

const names = (people: Person[]) => people.map(({ name }) => name);

type Refusable = keyof typeof refusals;

/** Whether they may do this here: strangers too, where anyone may. */
export const admit = (
	act: Refusable,
	client: Client,
	person: Person | null,
	matter: Matter = {},
): Answer<object> =>
	may(act, standingOf(client, person, matter)) ? { ok: true } : refuse(refusals[act](client, person, matter));

/** The person, if they may do this here; else the refusal. For what no stranger may. */
export const allow = (
	act: Refusable,
	client: Client,
	person: Person | null,
	matter: Matter = {},
): Answer<{ person: Person }> => {
	const admitted = admit(act, client, person, matter);
	if (!admitted.ok) return admitted;
	return person ? { ok: true, person } : refuse(refusals[act](client, person, matter));
};
