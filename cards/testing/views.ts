// Views and texts for tests: ordinary ones, and hostile ones from a seeded source, the same in every run.
import {
	type ChatMessage,
	Notice,
	type PlanView,
	type RunView,
	type SessionView,
} from "../../protocol/view.ts";

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

export const sessionView = (some: Partial<SessionView> = {}): SessionView => ({
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
	...some,
});

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
	agentUser: "NT AUTHORITY\\SYSTEM",
	undelivered: null,
	...some,
});

export const runView = (some: Partial<RunView> = {}): RunView => ({
	run: "r_g0123456789abcdef",
	phase: "command",
	endpoint: "CLIENT-ACCT-01",
	state: "ended",
	startedAt: at,
	end: { outcome: "exited", code: 0 },
	cancelled: null,
	doubted: null,
	durationMs: 1_400,
	stdout: 0,
	stderr: 0,
	lines: 0,
	excerpt: "",
	whole: true,
	head: `5f0e${"0".repeat(56)}91aa`,
	...some,
});

export const planView = (some: Partial<PlanView> = {}): PlanView => ({
	plan: "pl_g0123456789abcdef",
	session: "s_g0123456789ab7a3f",
	client: "Acme Dental",
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
	runs: [],
	outcome: null,
	outputInChat: "lines",
	cancelledBy: null,
	ticket: null,
	url: "https://caisey.example/s/s_g0123456789ab7a3f",
	...some,
});

/** The largest plan that may still be approved in chat. */
export const largestPlan = (): PlanView => {
	const steps: PlanView["steps"] = [
		...Array.from({ length: 10 }, () => ({ phase: "before" as const, command: `"<&>\\'${"x".repeat(40)}"` })),
		{ phase: "command" as const, command: `"\\${"y".repeat(208)}` },
		...Array.from({ length: 10 }, () => ({ phase: "after" as const, command: `"<&>\\'${"z".repeat(40)}"` })),
	];
	return planView({
		steps,
		words: { changes: "c".repeat(1_000), notices: "n".repeat(1_000), undo: "u".repeat(1_000) },
		endpoints: Array.from({ length: 10 }, (_, i) =>
			endpoint(`${"N".repeat(60)}-${i}`, {
				description: "d".repeat(200),
				os: "o".repeat(255),
				loggedOn: Array(100).fill("l".repeat(255)),
			}),
		),
		approvers: Array.from({ length: 50 }, () => ada),
	});
};

/** As many and as long ones as a report can have. */
const manyDoubts: NonNullable<RunView["doubted"]> = {
	claim: { outcome: "signalled", signal: "s".repeat(1_000) },
	doubts: Array(15).fill({ what: "kept-out", reason: "r".repeat(2_000) }),
};

/** 210 runs that printed much; half of them with reports that don't hold. */
export const manyRuns = (state: PlanView["state"]): PlanView => {
	const endpoints = Array.from({ length: 10 }, (_, i) => endpoint(`EP-${i}`));
	const runs = endpoints.flatMap(({ name }) =>
		Array.from({ length: 21 }, (_, i) =>
			runView({
				endpoint: name,
				phase: i < 10 ? "before" : i === 10 ? "command" : "after",
				stdout: 5_000_000,
				stderr: 12,
				lines: 90_000,
				whole: false,
				excerpt: `"<${"é\\".repeat(60)}\n`.repeat(40),
				doubted: i % 2 === 0 ? manyDoubts : null,
				...(i % 2 === 0 && { end: null }),
			}),
		),
	);
	return planView({ state, endpoints, runs });
};

export const notice = (some: Partial<Notice> = {}): Notice => ({
	turn: "approval-asked",
	to: [ada],
	session: "s_g0123456789ab7a3f",
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

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export const random = (seed: number) => () => {
	seed = (seed + 0x6d2b79f5) | 0;
	let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
	t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
	return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
};

const pieces = [
	..."<!channel>|<!here>|<!everyone>|<@U0ADA>|<#C01>|<http://evil.example|click>|<!subteam^S01>|```|`|*b*|_i_|~s~".split(
		"|",
	),
	...":tada:|&lt;!channel&gt;|&amp;|@channel|@here|https://evil.example|javascript:alert(1)|$(x)|{{secret:a}}|\\|\"|'|]|}".split(
		"|",
	),
	..."\u202e|\u200b|\ud800|\udc00|\0|\u001b[2J|\r|\n|\t|👩‍👩‍👧|а|“|—|ﷺ|日本語|\u2028|\ufeff|𝐫|e\u0301|   ".split(
		"|",
	),
	..."rm -rf /|Get-Item|word|-Value 0|&& echo|HKLM:\\SOFTWARE|> /dev/null|<html>|<script>|| more".split("|"),
];

/** A text made of what could break out of a message, up to `most` pieces. */
export const hostile = (next: () => number, most: number): string =>
	Array.from(
		{ length: 1 + Math.floor(next() * most) },
		() => pieces[Math.floor(next() * pieces.length)],
	).join(next() < 0.5 ? "" : " ");

const ran = { phase: "before", stdout: 13, lines: 1, excerpt: "LegacyMode 1\n" } as const;
const doubted: NonNullable<RunView["doubted"]> = {
	claim: { outcome: "exited", code: 0 },
	doubts: [
		{ what: "count", of: "stdout", said: 99, found: 6 },
		{ what: "count", of: "records", said: 12, found: 3 },
	],
};
const approved = { name: "Ada Lindqvist", surface: "teams", verdict: "approve", at, reason: null } as const;

/** Every kind of message, in every state, by what it shows. */
export const messages: Record<string, ChatMessage> = {
	"session, new": { type: "session", view: sessionView() },
	"session, finished": {
		type: "session",
		view: sessionView({ state: "finished", outcome: "done-but-check" }),
	},
	"session, closed": { type: "session", view: sessionView({ state: "closed" }) },
	"session, on the desk": { type: "session", view: sessionView({ thread: "desk" }) },
	"session, taken, with a ticket": {
		type: "session",
		view: sessionView({
			thread: "desk",
			openedBy: "Kim Adeyemi",
			takenBy: "Tom Okafor",
			ticket: { ticket: "INC-1042", url: "https://tickets.example/t/INC-1042" },
		}),
	},
	"relay, said": {
		type: "relay",
		view: {
			session: "s_g0123456789ab7a3f",
			author: "Dana Reyes",
			known: true,
			surface: "teams",
			text: "Monday at nine would suit us,\nthe *office* is empty then",
			files: [{ name: "error.png", bytes: 48_213 }],
			state: "said",
			url: "https://caisey.example/s/s_g0123456789ab7a3f",
		},
	},
	"client, set up otherwise": {
		type: "client",
		view: {
			turn: "set-up-changed",
			client: "Acme Dental",
			by: "the owner (olga)",
			changes: ["Sam Roy can approve now", "policy: votes is 2 now, it was 1"],
		},
	},
	"client, endpoint set aside": {
		type: "client",
		view: { turn: "endpoint-quarantined", to: tom, client: "Acme Dental", endpoint: "CLIENT-ACCT-01" },
	},
	"plan, open": { type: "plan", view: planView() },
	"plan, for the console": {
		type: "plan",
		view: planView({ steps: [{ phase: "command", command: "Set-Item -Name Legаcy" }] }),
	},
	"plan, a script": {
		type: "plan",
		view: planView({
			shell: "bash",
			steps: [
				{
					phase: "command",
					command:
						'set -e\r\n\r\nfor file in *.conf; do\r\n    sed -i \'s/LegacyMode=1/LegacyMode=0/\' "$file"  # was on since the spring\r\n\techo "<b>$file</b> **done** {{x}}"\r\ndone\r\n',
				},
			],
			words: { changes: "turns off the old sign-in\nin every file of the *vendor*", notices: "", undo: "" },
		}),
	},
	"plan, two endpoints, two votes": {
		type: "plan",
		view: planView({
			endpoints: [
				endpoint("CLIENT-ACCT-01"),
				endpoint("SRV_02", { online: false, lastSeen: at, loggedOn: [], description: "" }),
			],
			approvers: [ada, dana, tom],
			votesNeeded: 2,
			votes: [approved],
			notBefore: at + 3_600_000,
			cwd: "C:\\Program Files\\Vendor",
			runAs: { kind: "user", name: "ACME\\svc_update" },
		}),
	},
	"plan, approved": {
		type: "plan",
		view: planView({ state: "approved", votes: [approved], runBy: at + 3_600_000 }),
	},
	"plan, running": {
		type: "plan",
		view: planView({
			state: "running",
			votes: [approved],
			runs: [
				runView({ ...ran }),
				runView({
					state: "running",
					end: null,
					durationMs: 12_000,
					stdout: 3_100_000,
					lines: 9_000,
					whole: false,
					excerpt:
						"Copying  a.txt\n\tdone\nCopying  b.txt\n  42 %\n** not bold ** {{DATE(2024-01-12T16:41:00Z, SHORT)}}\n",
				}),
			],
		}),
	},
	"plan, done": {
		type: "plan",
		view: planView({
			state: "finished",
			votes: [approved],
			runs: [
				runView({ ...ran }),
				runView({ stdout: 847, lines: 31_204, excerpt: Array(60).fill("line").join("\n"), whole: false }),
				runView({ ...ran, phase: "after", excerpt: "LegacyMode 0\n" }),
			],
		}),
	},
	"plan, failed": {
		type: "plan",
		view: planView({
			state: "finished",
			votes: [approved],
			runs: [
				runView({ ...ran }),
				runView({
					end: { outcome: "exited", code: 1 },
					stderr: 52,
					lines: 1,
					excerpt: "Set-ItemProperty : Requested registry access is denied.",
				}),
				runView({ phase: "after", end: { outcome: "skipped", because: "earlier-step" }, head: null }),
			],
		}),
	},
	"plan, unknown": {
		type: "plan",
		view: planView({
			state: "finished",
			votes: [approved],
			runs: [runView({ end: { outcome: "unknown", because: "endpoint-restarted" } })],
		}),
	},
	"plan, its report is doubted": {
		type: "plan",
		view: planView({
			state: "finished",
			votes: [approved],
			runs: [
				runView({ ...ran }),
				runView({ end: null, doubted, durationMs: null, stdout: 6, lines: 1, excerpt: "hello\n" }),
			],
		}),
	},
	"plan, cancelled while it ran": {
		type: "plan",
		view: planView({
			state: "finished",
			votes: [approved],
			cancelledBy: "Tom Okafor",
			runs: [
				runView({ end: { outcome: "cancelled", by: "Tom Okafor" }, cancelled: { by: "Tom Okafor", at } }),
			],
		}),
	},
	"plan, output kept out of chat": {
		type: "plan",
		view: planView({
			state: "finished",
			votes: [approved],
			outputInChat: "counts",
			runs: [runView({ stdout: 847, whole: false })],
		}),
	},
	"plan, not delivered": {
		type: "plan",
		view: planView({
			state: "finished",
			votes: [approved],
			endpoints: [
				endpoint("CLIENT-ACCT-01", { undelivered: "was offline until the plan had to start", online: false }),
			],
		}),
	},
	"plan, denied": {
		type: "plan",
		view: planView({
			state: "denied",
			votes: [{ ...approved, verdict: "deny", reason: "not before *Monday*" }],
		}),
	},
	"plan, expired": { type: "plan", view: planView({ state: "expired" }) },
	"plan, cancelled": { type: "plan", view: planView({ state: "cancelled", cancelledBy: "Tom Okafor" }) },
	...Object.fromEntries(
		Notice.shape.turn.options.map((turn): [string, ChatMessage] => [
			`notice, ${turn}`,
			{
				type: "notice",
				view: notice({
					turn,
					text: "why",
					outcomes: turn === "finished" ? [{ endpoint: "CLIENT-ACCT-01", outcome: "done", doubted: [] }] : [],
				}),
			},
		]),
	),
	"notice, finished, its report is doubted": {
		type: "notice",
		view: notice({
			turn: "finished",
			outcomes: [{ endpoint: "CLIENT-ACCT-01", outcome: "unknown", doubted: [doubted] }],
		}),
	},
	head: {
		type: "head",
		view: {
			session: "s_g0123456789ab7a3f",
			count: 31_204,
			link: "ab".repeat(32),
			keyId: "k1",
			at,
			url: "https://caisey.example/s/s_g0123456789ab7a3f",
		},
	},
};
