// For tests: a Backend that records what it is asked.
import { askedText, emptyHome, planView, promptView, sessionView } from "../../cards/testing/views.ts";
import { Policy } from "../../protocol/people.ts";
import type { Snippet } from "../../protocol/read/snippet.ts";
import type { Backend, EndpointChoice, ProposalForm } from "../backend.ts";

export const endpoint = (name: string, some: Partial<EndpointChoice> = {}): EndpointChoice => ({
	id: `e_g${name
		.toLowerCase()
		.replace(/[^0-9a-hjkmnp-tv-z]/g, "")
		.padEnd(16, "0")
		.slice(0, 16)}`,
	name,
	description: "front desk",
	os: "Windows 11",
	loggedOn: ["Dana"],
	agentUser: "NT AUTHORITY\\SYSTEM",
	online: true,
	lastSeen: null,
	shells: ["powershell", "cmd"],
	quarantined: false,
	held: null,
	disk: "room",
	similarTo: [],
	...some,
});

export const session = "s_g0123456789ab7a3f";
export const plan = "pl_g0123456789abcdef";
/** A question, and which of its answers was seen. */
export const prompt = `${plan}.r_g0123456789abcdef.1.2`;
/** Someone to whom a session can be handed. */
export const taker = "p_g0000000000000005";
export const client = "c_g0123456789abcdef";
export const change = "am_g0123456789abcdef";
export const draft = "d_g0123456789abcdef";

export const snippet: Snippet = {
	id: "sn_g0123456789abcdef",
	title: "Restart a service",
	client: null,
	shell: "powershell",
	before: ["Get-Service {{blank:service}}"],
	command: "Restart-Service -Name {{blank:service}}",
	after: [],
	words: { changes: "Restarts {{blank:service}}", notices: "", undo: "" },
};

export const form = (some: Partial<ProposalForm> = {}): ProposalForm => ({
	session,
	client: "Acme Dental",
	endpoints: [endpoint("CLIENT-ACCT-01"), endpoint("CLIENT-ACCT-10")],
	more: false,
	policy: Policy.parse({}),
	draft: {},
	...some,
});

/** Every intent that arrived, in order: `[method, intent]`. */
export type Recorded = {
	backend: Backend;
	intents: [keyof Backend, unknown][];
	of(method: keyof Backend): unknown[];
};

export const recordingBackend = (answers: Partial<Backend> = {}): Recorded => {
	const intents: Recorded["intents"] = [];
	const backend: Backend = {
		open: async () => ({ ok: true, session }),
		request: async ({ place: { workspace, channel } }) => ({
			ok: true,
			start: { client: "Acme Dental", computers: [{ name: "CLIENT-ACCT-01", description: "front desk" }] },
			at: { workspace, channel },
		}),
		isSession: async () => true,
		said: async () => ({ ok: true, technician: false, secret: null }),
		attached: async () => ({ ok: true }),
		edited: async () => ({ ok: true, secret: null }),
		deleted: async () => {},
		draft: async ({ command }) => ({ ok: true, draft, session, command, endpoints: form().endpoints }),
		dropDraft: async () => ({ ok: true }),
		form: async () => ({ ok: true, form: form() }),
		snippets: async () => ({ ok: true, snippets: [snippet] }),
		searchEndpoints: async () => [endpoint("FAR-AWAY-01")],
		propose: async () => ({ ok: true, plan }),
		vote: async () => ({ ok: true, decided: true }),
		ask: async () => ({ ok: true }),
		clientAt: async () => "Acme Dental",
		show: async () => ({ ok: true, view: planView(), decides: false }),
		served: async () => {},
		askCancel: async () => ({ ok: true, view: planView({ state: "running" }) }),
		cancel: async () => ({ ok: true }),
		prompt: async () => ({ ok: true, view: promptView({ asked: askedText }) }),
		answer: async () => ({ ok: true }),
		clear: async () => ({ ok: true }),
		closing: async () => ({ ok: true, did: "" }),
		close: async () => ({ ok: true }),
		reopen: async () => ({ ok: true }),
		takers: async () => ({ ok: true, people: [{ person: taker, name: "Uma Lindt" }] }),
		handOver: async () => ({ ok: true }),
		take: async () => ({ ok: true }),
		setTicket: async () => ({ ok: true }),
		ticket: async () => ({ ok: true, ticket: null }),
		look: async () => ({ ok: true, view: sessionView() }),
		signInLink: async () => ({ ok: true, url: "https://caisey.example/sign-in/abc", minutes: 5, head: null }),
		deputy: async () => ({
			ok: true,
			start: {
				client: "Acme Dental",
				people: [{ person: taker, name: "Uma Lindt" }],
				...{ deputy: null, until: null, escalateAfter: null },
			},
		}),
		nameDeputy: async () => ({ ok: true }),
		answerChange: async () => ({ ok: true }),
		home: async () => emptyHome,
		attempt: async () => {},
		left: async () => {},
		dropped: async () => {},
		moved: async () => {},
		posted: async () => {},
		...answers,
	};
	const recorded = new Proxy(backend, {
		get: (all, method: keyof Backend) => (intent: never) => {
			// A question, no intent.
			if (method !== "isSession") intents.push([method, intent]);
			return all[method](intent);
		},
	});
	return {
		backend: recorded,
		intents,
		of: (method) => intents.filter(([one]) => one === method).map(([, intent]) => intent),
	};
};
