// The form of a proposal as the Worker would give it, and what comes of what is sent.
import { planCard } from "../../cards/kinds/plan.ts";
import { renderSlack } from "../../cards/slack/card.ts";
import { renderTeams } from "../../cards/teams/card.ts";
import { planView } from "../../cards/testing/views.ts";
import type { Snippet } from "../../protocol/read/snippet.ts";
import type { Refusal } from "../../protocol/refusal.ts";
import type { ConsoleOptions } from "../options.ts";
import type { Checked, FormField, FormOption, Previewed, Proposed, Written } from "../propose/view.ts";
import { ids } from "./sample.ts";

export const endpoint = (n: number): FormOption => ({
	value: `e_g${String(n).padStart(16, "0")}`,
	label: `CLIENT-ACCT-${String(n).padStart(2, "0")} · front desk`,
	detail: n % 5 === 0 ? "offline since 2024-01-14 22:10 UTC" : "online · reports “Windows 11 Pro”",
});

const choice = (id: string, label: string, of: Record<string, string>, chosen: string | null): FormField => ({
	...{ kind: "choice", id, label, chosen },
	options: Object.entries(of).map(([value, label]) => ({ value, label })),
});
const input = (id: string, label: string, more: object = {}): FormField => ({
	...{ kind: "input", id, label, value: "", longest: 1_000, optional: true },
	...more,
});

/** Shorter than the real one; each kind of field is there. */
const fields = (machines: number): FormField[] => [
	{
		...{ kind: "choices", id: "endpoints", label: "Run on", hint: "Up to 10. The same plan runs on each." },
		options: Array.from({ length: machines }, (_, n) => endpoint(n + 1)),
		...{ chosen: [], most: 10, more: machines > 20 },
	},
	input("changes", "What changes", {
		...{ multiline: true, optional: false },
		hint: "In plain words for the approver, up to 6 lines.",
	}),
	input("undo", "How to undo it", { multiline: true }),
	input("command", "Command", { multiline: true, optional: false, longest: 1_048_576 }),
	choice("form", "How it runs", { command: "A command line", script: "A script file" }, "command"),
	input("arguments", "Arguments of the script", { multiline: true }),
	input("before", "Checks before", { multiline: true, hint: "One command a line, up to 10." }),
	input("after", "Checks after", { multiline: true }),
	choice("shell", "Shell", { sh: "sh", bash: "bash", powershell: "powershell" }, null),
	choice("runAs", "Run as", { agent: "The agent's account", user: "Another user, named below" }, "agent"),
	input("runAsName", "User name"),
	input("notices", "Who will notice", { multiline: true }),
	choice("stepTimeLimit", "Time limit of each step", { 60: "1 min", 600: "10 min" }, "600"),
	{ kind: "instant", id: "notBefore", label: "Not before", at: null, optional: true },
];

export type Proposing = {
	machines: number;
	/** Why there is no form. */
	refused: Refusal | null;
	checked: (written: Written) => Checked;
	previewed: (written: Written) => Previewed;
	proposed: (written: Written) => Proposed;
	snippets: Snippet[];
	/** Why an earlier plan's steps aren't in the form. */
	lost: string | null;
	sent: { once: string; written: Written; by: string }[];
};

export const newProposing = (): Proposing => ({
	...{ machines: 3, refused: null, lost: null, snippets: [], sent: [] },
	checked: () => ({ ok: false, errors: {}, why: null }),
	previewed: () => ({
		ok: true,
		cards: [{ card: JSON.stringify({ text: "the card", blocks: [] }), workspace: "slack:T01" }],
	}),
	proposed: () => ({ ok: true, plan: ids.plan }),
});

export const memoryProposing = (now: () => Proposing): ConsoleOptions["proposing"] => ({
	form: async (_session, _by, _chosen, again) => {
		const { refused, machines, lost } = now();
		if (refused) return { ok: false, refusal: refused };
		const filled = fields(machines).map((one) =>
			again !== null && one.id === "command" ? { ...one, value: `echo ${again}` } : one,
		);
		const file =
			again === null ? null : { name: "fix.sh", encoding: "utf-8" as const, lines: "crlf" as const };
		return { ok: true, form: { client: "Acme Dental", fields: filled, file, lost } };
	},
	snippets: async () => now().snippets,
	find: async (_session, _by, query) =>
		Array.from({ length: 200 }, (_, n) => endpoint(n + 1)).filter(({ label }) =>
			label.toLowerCase().includes(query.toLowerCase()),
		),
	check: async ({ written }) => now().checked(written),
	preview: async ({ written }) => now().previewed(written),
	propose: async ({ written, by }, once) => {
		now().sent.push({ once, written, by: by.person });
		return now().proposed(written);
	},
});

/** 300 lines, with a loop at line 217 that isn't closed. */
export const script = Array.from({ length: 300 }, (_, n) =>
	n === 216 ? "for name in $names; do echo $name" : `echo "step ${n + 1} of the clean-up"`,
).join("\n");

const syntax = {
	what: "syntax",
	line: 217,
	column: 35,
	message: "Syntax error: end of file unexpected",
} as const;
const missing = { what: "missing", kind: "command", name: "frobnicate", line: 12 } as const;

export const checkedScript: Pick<Proposing, "checked"> = {
	checked: ({ values }) => ({
		...{ ok: true, shell: "sh", steps: [{ phase: "command", command: values.command ?? "" }] },
		said: [
			{
				name: "CLIENT-ACCT-01",
				said: {
					...{ endpoint: endpoint(1).value, state: "checked" },
					steps: [
						{
							parsed: true,
							problems: (values.command ?? "").includes("do echo") ? [syntax, missing] : [],
							...{ names: [], effects: [{ what: "reads-only", target: null }], cut: false },
						},
					],
				},
			},
			{ name: "CLIENT-ACCT-05", said: { endpoint: endpoint(5).value, state: "offline" } },
		],
	}),
};

export const refusedScript: Pick<Proposing, "previewed"> = {
	previewed: () => ({
		...{ ok: false, why: "Acme Dental has no approver yet, so nothing can be approved." },
		errors: {
			endpoints: "Choose 1 to 10 endpoints.",
			changes: "Say in a few plain words what changes.",
			runAsName: "Write the user's name as the endpoint has it.",
		},
	}),
};

export const previewedCard = {
	cards: [
		{ card: JSON.stringify(renderSlack(planCard(planView()), "slack:T01")), workspace: "slack:T01" },
		{
			card: JSON.stringify(renderTeams(planCard(planView()), { ids: new Map() }, "entitled")),
			workspace: "teams:3f6e",
		},
	],
};
