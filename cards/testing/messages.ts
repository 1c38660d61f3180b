// What Caisey posts: every kind of message, in every state.
import {
	type ChatMessage,
	Notice,
	type PlanView,
	type RunView,
	type SessionView,
} from "../../protocol/read/view.ts";
import { questions } from "./questions.ts";
import {
	ada,
	at,
	dana,
	endpoint,
	notice,
	planView as plainPlan,
	sessionView as plainSession,
	runView,
	tom,
} from "./views.ts";

/** As people propose and ask today, with their roles. */
const planView = (some: Partial<PlanView> = {}): PlanView => {
	const plan = plainPlan({ proposerRoles: ["technician"], standable: true, ...some });
	return { ...plan, request: plan.request && { ...plan.request, roles: ["requester"] } };
};
const sessionView = (some: Partial<SessionView> = {}): SessionView =>
	plainSession({ requesterRoles: ["requester"], ...some });

const ran = { phase: "before", stdout: 13, lines: 1, excerpt: "LegacyMode 1\n" } as const;
const doubted: NonNullable<RunView["doubted"]> = {
	claim: { outcome: "exited", code: 0 },
	doubts: [
		{ what: "count", of: "stdout", said: 99, found: 6 },
		{ what: "count", of: "records", said: 12, found: 3 },
	],
};
const approved = {
	name: "Ada Lindqvist (approver)",
	surface: "teams",
	verdict: "approve",
	at,
	reason: null,
} as const;

const finished = (...runs: RunView[]): ChatMessage => ({
	type: "plan",
	view: planView({ state: "finished", votes: [approved], runs }),
});

const head = {
	session: "s_g0123456789ab7a3f",
	link: "ab".repeat(32),
	keyId: "k1",
	at,
	url: "https://caisey.example/s/s_g0123456789ab7a3f",
};
const amendment = {
	turn: "amendment" as const,
	...{ client: "Acme Dental", by: "the owner (olga)", link: "https://caisey.example/changes" },
	changes: [
		"Eve Stone can now approve from slack:T1:UEVE",
		"approvals needed for each change: 2 (before: 1)",
	],
	...{ waitsFor: ["Ada Lindqvist", "Ben Roy"], ended: null, review: null },
	offers: "c_g0123456789abcdef.am_g0123456789abcdef",
};

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
			openedBy: "Kim Adeyemi (technician)",
			takenBy: "Tom Okafor (technician)",
			ticket: { ticket: "INC-1042", url: "https://tickets.example/t/INC-1042" },
		}),
	},
	"relay, said": {
		type: "relay",
		view: {
			session: "s_g0123456789ab7a3f",
			author: "Dana Reyes",
			roles: ["requester"],
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
	"client, a change waits": { type: "client", view: amendment },
	"client, a change was confirmed": {
		type: "client",
		view: { ...amendment, waitsFor: [], ended: { how: "confirmed", by: "Ben Roy" } },
	},
	"client, endpoint blocked": {
		type: "client",
		view: { turn: "endpoint-quarantined", to: tom, client: "Acme Dental", endpoint: "CLIENT-ACCT-01" },
	},
	"client, nothing can be posted": {
		type: "client",
		view: {
			...{ turn: "unposted", to: tom, client: "Acme Dental" },
			text: "I can't post in #desk. I'm not a member of #desk. Write “/invite @Caisey” there. Until then nobody sees new requests there.",
		},
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
	"plan, for the person at the machine": {
		type: "plan",
		view: planView({
			runAs: { kind: "logged-on" },
			person: {
				text: "IT will restart Outlook in 5 minutes. Please save your work.",
				choices: ["now", "in-an-hour"],
				wait: 300,
				otherwise: "run",
			},
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
	"plan, done": finished(
		runView({ ...ran }),
		runView({ stdout: 847, lines: 31_204, excerpt: Array(60).fill("line").join("\n"), whole: false }),
		runView({ ...ran, phase: "after", excerpt: "LegacyMode 0\n" }),
	),
	"plan, failed": finished(
		runView({ ...ran }),
		runView({
			end: { outcome: "exited", code: 1 },
			stderr: 52,
			lines: 1,
			excerpt: "Set-ItemProperty : Requested registry access is denied.",
		}),
		runView({ phase: "after", end: { outcome: "skipped", because: "earlier-step" }, head: null }),
	),
	"plan, an installer failed": finished(
		runView({
			...ran,
			excerpt: "Zugriff für Jürgen\n",
			reading: { as: ["code page 850"], overdrawn: false },
		}),
		runView({
			end: { outcome: "exited", code: 1603 },
			ran: { shell: "powershell", program: "msiexec" },
			part: "last",
			reading: { as: ["UTF-8"], overdrawn: true },
			stdout: 1_524,
			lines: 3,
			excerpt: "  ██████████  2.10 MB / 2.10 MB\nInstaller failed with exit code: 1603\n",
		}),
		runView({ phase: "after", end: { outcome: "skipped", because: "earlier-step" }, head: null }),
	),
	"plan, unknown": finished(runView({ end: { outcome: "unknown", because: "endpoint-restarted" } })),
	"plan, its report is doubted": finished(
		runView({ ...ran }),
		runView({ end: null, doubted, durationMs: null, stdout: 6, lines: 1, excerpt: "hello\n" }),
	),
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
	...questions,
	...Object.fromEntries(
		Notice.shape.turn.options.map((turn): [string, ChatMessage] => [
			`notice, ${turn}`,
			{
				type: "notice",
				view: notice({
					turn,
					text: "why",
					outcomes:
						turn === "finished"
							? [{ endpoint: "CLIENT-ACCT-01", outcome: "done", why: "", doubted: [] }]
							: [],
				}),
			},
		]),
	),
	"notice, finished, its report is doubted": {
		type: "notice",
		view: notice({
			turn: "finished",
			outcomes: [{ endpoint: "CLIENT-ACCT-01", outcome: "unknown", why: "", doubted: [doubted] }],
		}),
	},
	"head, of a plan": { type: "head", view: { ...head, whole: false, count: 204 } },
	head: { type: "head", view: { ...head, whole: true, count: 31_204 } },
};
