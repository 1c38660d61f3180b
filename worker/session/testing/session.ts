// A session in a test: its real tables and rules, and what it would send, kept.
import type { Propose } from "../../../bots/intent.ts";
import type { Actor, Person, Role } from "../../../protocol/people.ts";
import { Policy } from "../../../protocol/people.ts";
import type { PlanDraft } from "../../../protocol/plan/plan.ts";
import type { Caller, SignedIn } from "../../contracts/values/caller.ts";
import type { Progress } from "../../contracts/values/recording.ts";
import { type EndpointRow, Msp, type Snapshot } from "../../contracts/values/snapshot.ts";
import { migrate } from "../../durable/sql.ts";
import type { Env } from "../../env.ts";
import { scannedHere } from "../../testing/scans.ts";
import { memoryStorage } from "../../workspace/testing/sql.ts";
import { type Core, type SessionOutbox, statesOf } from "../core.ts";
import { type Visit, visitBy } from "../door.ts";
import { record } from "../record.ts";
import { fresh } from "../tables/fresh.ts";
import { migrations } from "../tables/migrations.ts";
import { sessionStore } from "../tables/store.ts";

export const now = Date.UTC(2026, 0, 1);
export const id = (kind: string, n: number) => `${kind}_g${String(n).padStart(16, "0")}`;
export const person = (n: number, name: string, ...roles: Role[]): Person => ({
	id: id("p", n),
	name,
	label: null,
	identities: [`slack:T1:U${n}`],
	roles,
});
export const [ada, sam, olga, tom] = [
	person(1, "Ada", "approver"),
	person(2, "Sam", "approver", "technician"),
	person(3, "Olga", "owner"),
	person(4, "Tom", "technician"),
] as const;

/** Someone, as they are signed in to the console. */
export const signedIn = ({ id, name }: Person): SignedIn => ({ person: id, name });

export const snapshotOf = (people: Person[], policy: object = {}): Snapshot => ({
	client: id("c", 1),
	name: "Acme Dental",
	version: 1,
	policy: Policy.parse(policy),
	people,
	endpoints: [endpoint],
	channels: [],
	msp: Msp.parse({ workspaces: [{ id: "slack:T1", enterprise: null }] }),
});

/** One endpoint, which has what a plan for `sh` needs. */
export const endpoint: EndpointRow = {
	id: id("e", 1),
	name: "CLIENT-ACCT-01",
	description: "front desk",
	key: `${"A".repeat(43)}=`,
	fingerprint: "ab".repeat(32),
	online: true,
	quarantined: false,
	lastSeen: 1,
	held: null,
	clockAhead: 0,
	disk: "room",
	inventory: {
		hostname: "h",
		os: "Linux",
		arch: "x64",
		agentVersion: "0",
		user: "root",
		elevated: true,
		loggedOn: [],
		shells: [{ shell: "sh", path: "/bin/sh", version: null }],
		bootId: "b",
	},
};

/** Nothing here signs, seals or calls: but settings are all there, or none. */
export const settingsOnly = {
	MODE: "local",
	PUBLIC_URL: "https://caisey.example",
	SIGNING_KEY: "A".repeat(64),
	SECRET_KEY: `${"A".repeat(43)}=`,
	OWNER_TOKEN: "0".repeat(32),
	SLACK_SIGNING_SECRET: "0".repeat(16),
	SLACK_API_URL: "https://slack.example",
};

const toms: Actor = { surface: "slack", person: tom.id, identity: "slack:T1:U4", name: "Tom", label: null };

/** A session with its real tables, which keeps what it would send. */
export const sessionWith = (by = toms, storage = memoryStorage()) => {
	migrate(storage, migrations, fresh);
	const store = sessionStore(storage.sql);
	const sent: SessionOutbox[] = [];
	const place = { workspace: "slack:T1", channel: "C1", thread: "1" };
	const it = {
		snapshot: snapshotOf([ada, sam, olga, tom]),
		sent,
		store,
		directNotices: () =>
			sent.flatMap((one) => (one.type === "tell" ? [`${one.notice.turn} ${one.notice.to[0]?.name}`] : [])),
		/** Who wants something, as the door sees them. */
		visit: (by: Caller, at = now): Visit => visitBy(by, it.snapshot, at, scannedHere),
		kinds: () => store.events.after(0, 100).map(({ kind }) => kind),
		core: {} as Core,
	};
	it.core = {
		env: settingsOnly as unknown as Env,
		store,
		change: (write) => storage.transactionSync(write),
		put: (_key, _lane, body) => void sent.push(body),
		snapshot: async () => it.snapshot,
		asOf: statesOf(store),
		self: () => store.session.read() as NonNullable<ReturnType<typeof store.session.read>>,
	};
	store.session.open({
		id: id("s", 1),
		client: id("c", 1),
		at: now,
		request: "r",
		requester: by,
		openedBy: null,
		place,
		rootKey: "k",
		snapshot: it.snapshot,
		once: "o",
	});
	record(it.core, now, by, {
		kind: "session.opened",
		request: "r",
		source: "command",
		place,
		original: null,
	});
	const ref = { workspace: "slack:T1", channel: "C1", message: "2" };
	record(it.core, now, by, { kind: "message.said", ref, text: "too much", attachments: [], missing: [] });
	return it;
};

/** One step on the one endpoint. */
export const hello: PlanDraft = {
	endpoints: [endpoint.id],
	decideWithin: 3600,
	shell: "sh",
	runAs: { kind: "agent" },
	cwd: null,
	steps: [{ phase: "command", command: "echo hello" }],
	stepTimeLimit: 60,
	failedCheck: "stop",
	input: ["choices"],
	runWithin: 600,
	notBefore: null,
	words: { changes: "prints", notices: "", undo: "" },
};

/** Tom's, of one step on the one endpoint. */
export const proposal = (core: Core): Propose => ({
	by: { identity: "slack:T1:U4", name: "Tom" },
	place: core.self().place,
	session: core.self().id,
	once: "V1",
	from: { from: "session", session: core.self().id },
	draft: hello,
});

/** What a run has put out that printed nothing. */
export const noOutput: Progress = {
	stdout: 0,
	stderr: 0,
	lines: 0,
	excerpt: "",
	whole: true,
	part: "first",
	reading: { as: [], overdrawn: false },
};
