// Ordinary views for tests. A field that older views lack is as in those until a test says otherwise.
import type { z } from "zod";
import type { Asked } from "../../protocol/prompt.ts";
import type { PromptView } from "../../protocol/read/prompt-view.ts";
import { type Notice, PlanView, RunView, SessionView } from "../../protocol/read/view.ts";
import type { Home } from "../kinds/home.ts";

export const at = Date.UTC(2024, 0, 12, 16, 41);
export const person = (name: string, id: string) => ({
	identities: [`slack:T01:${id}`, `teams:tenant-1:${id}`],
	name,
});
export const ada = person("Ada Lindqvist", "U0ADA");
export const tom = person("Tom Okafor", "U0TOM");
export const dana = person("Dana Reyes", "U0DANA");

/** What Teams calls them before the bot. */
export const ids = new Map([ada, tom, dana].map(({ identities: [, teams = ""] }) => [teams, `29:${teams}`]));

const plainSession = SessionView.parse({
	session: "s_g0123456789ab7a3f",
	client: "Acme Dental",
	requester: dana,
	request: "IT says just run this registry tweak so Monday's software update works",
	openedAt: at,
	state: "waiting-for-technician",
	thread: "own",
	openedBy: null,
	takenBy: null,
	ticket: null,
	outcome: null,
	url: "https://caisey.example/s/s_g0123456789ab7a3f",
} satisfies z.input<typeof SessionView>);
export const sessionView = (some: Partial<SessionView> = {}): SessionView => ({ ...plainSession, ...some });

export const endpoint = (
	name: string,
	some: Partial<PlanView["endpoints"][number]> = {},
): PlanView["endpoints"][number] => ({
	id: "e_g0123456789abcdef",
	name,
	description: "front desk",
	os: "Windows 11",
	loggedOn: ["Dana"],
	online: true,
	lastSeen: null,
	held: null,
	blocked: false,
	clockAhead: 0,
	agentUser: "NT AUTHORITY\\SYSTEM",
	undelivered: null,
	disk: "room",
	...some,
});

const plainRun = RunView.parse({
	run: "r_g0123456789abcdef",
	phase: "command",
	endpoint: "CLIENT-ACCT-01",
	state: "ended",
	startedAt: at,
	end: { outcome: "exited", code: 0 },
	durationMs: 1_400,
	stdout: 0,
	stderr: 0,
	lines: 0,
	excerpt: "",
	whole: true,
	head: `5f0e${"0".repeat(56)}91aa`,
} satisfies z.input<typeof RunView>);
export const runView = (some: Partial<RunView> = {}): RunView => ({ ...plainRun, ...some });

const plainPlan = PlanView.parse({
	plan: "pl_g0123456789abcdef",
	session: "s_g0123456789ab7a3f",
	client: "Acme Dental",
	request: { by: dana.name, known: true, text: plainSession.request },
	digest: `9c41e07b${"0".repeat(56)}`,
	state: "open",
	proposer: tom,
	approvers: [ada],
	votesNeeded: 1,
	votes: [],
	endpoints: [endpoint("CLIENT-ACCT-01")],
	shell: "powershell",
	runAs: { kind: "agent" },
	cwd: null,
	steps: [
		{ phase: "before", command: "Get-ItemProperty HKLM:\\SOFTWARE\\Vendor\\Auth | Select LegacyMode" },
		{
			phase: "command",
			command: 'Set-ItemProperty -Path "HKLM:\\SOFTWARE\\Vendor\\Auth" -Name "LegacyMode" -Value 0',
		},
		{ phase: "after", command: "Get-ItemProperty HKLM:\\SOFTWARE\\Vendor\\Auth | Select LegacyMode" },
	],
	stepTimeLimit: 600,
	failedCheck: "stop",
	input: ["choices"],
	decideBy: at + 86_400_000,
	runWithin: 3_600,
	runBy: null,
	notBefore: null,
	words: {
		changes: "turns off the old sign-in so Monday's update installs.",
		notices: "Nobody.",
		undo: "Set it back to 1.",
	},
	oddities: [],
	chatApproval: true,
	approval: "press",
	runs: [],
	outcome: null,
	outputInChat: "lines",
	cancelledBy: null,
	ticket: null,
	url: "https://caisey.example/s/s_g0123456789ab7a3f",
} satisfies z.input<typeof PlanView>);
export const planView = (some: Partial<PlanView> = {}): PlanView => ({ ...plainPlan, ...some });

/** What a step asks, of either kind. */
export const askedChoice: Asked = {
	id: 1,
	kind: "choices",
	text: "Restart\nRestart the server now?",
	choices: [
		{ label: "Yes", help: "It is away for two minutes." },
		{ label: "No", help: "" },
	],
	several: false,
	suggested: [1],
	ends: false,
	within: 900_000,
};
export const askedText: Asked = {
	...askedChoice,
	kind: "text",
	text: "Your name",
	choices: [],
	suggested: [],
};

const plainPrompt: PromptView = {
	...{ session: "s_g0123456789ab7a3f", plan: "pl_g0123456789abcdef", run: "r_g0123456789abcdef" },
	endpoint: "CLIENT-ACCT-01",
	phase: "command",
	asked: askedChoice,
	wordless: false,
	state: "open",
	answer: null,
	by: null,
	tries: 0,
	cleared: [],
	votesNeeded: 1,
	lost: [],
	rejected: null,
	because: null,
	...{ at, until: at + 900_000 },
	url: "https://caisey.example/s/s_g0123456789ab7a3f",
};
export const promptView = (some: Partial<PromptView> = {}): PromptView => ({ ...plainPrompt, ...some });

export const notice = (some: Partial<Notice> = {}): Notice => ({
	turn: "approval-asked",
	to: [ada],
	session: "s_g0123456789ab7a3f",
	request: "label printer offline",
	plan: "pl_g0123456789abcdef",
	by: "Tom",
	endpoints: ["CLIENT-ACCT-01"],
	proposer: "Tom",
	changes: "turns off the old sign-in so Monday's update installs.",
	text: "",
	outcomes: [],
	url: "https://caisey.example/s/s_g0123456789ab7a3f",
	...some,
});

/** Of someone who has nothing to see yet. */
export const emptyHome: Home = {
	name: "Ada",
	listed: true,
	erasures: [],
	requests: [],
	queue: [],
	queued: { mine: 0, unclaimed: 0, approval: 0, running: 0 },
	clients: [],
	away: [],
	pending: [],
	endpoints: [],
	sessions: [],
};
