// The article's Friday as a session: asked, proposed, refused, approved, run, recorded.
import { hex, utf8 } from "../../protocol/bytes.ts";
import type { Actor, Person } from "../../protocol/people.ts";
import type { Plan } from "../../protocol/plan/plan.ts";
import type { MessageRef } from "../../protocol/record/events.ts";
import type { RunContext } from "../../protocol/record/records.ts";
import { shownCard } from "./card.ts";
import { sha256 } from "./chain.ts";
import { MemorySession } from "./memory.ts";
import type { RunStart } from "./memory-run.ts";

const id = (prefix: string, tail: string) => `${prefix}_g${tail.padStart(16, "0")}`;

export const ids = {
	session: id("s", "7a3f"),
	plan: id("pl", "1"),
	endpoint: id("e", "1"),
	before: id("r", "1"),
	command: id("r", "2"),
	after: id("r", "3"),
	blob: id("b", "1"),
	erasure: id("x", "1"),
	dana: id("p", "1"),
	tom: id("p", "2"),
	ada: id("p", "3"),
} as const;

const person = (
	key: string,
	name: string,
	label: string | null,
	identity: string,
	role: Person["roles"][number],
) => ({ id: key, name, label, identities: [identity], roles: [role] }) satisfies Person;

const people = [
	person(ids.dana, "Dana Reyes", null, "slack:T01:U01", "requester"),
	person(ids.tom, "Tom Okafor", "technician@msp.com", "slack:T01:U02", "technician"),
	person(ids.ada, "Ada Lindqvist", "admin@clientdomain.local", "teams:t1:u3", "approver"),
];

const actor = (of: Person, surface: Actor["surface"]): Actor => ({
	surface,
	person: of.id,
	identity: of.identities[0] ?? null,
	name: of.name,
	label: of.label,
});
const [danaPerson, tomPerson, adaPerson] = people as [Person, Person, Person];
export const dana = actor(danaPerson, "slack");
export const tom = actor(tomPerson, "slack");
export const ada = actor(adaPerson, "teams");
export const caisey: Actor = { surface: "worker", person: null, identity: null, name: "Caisey", label: null };
export const agent: Actor = {
	surface: "agent",
	person: null,
	identity: null,
	name: "CLIENT-ACCT-01",
	label: null,
};

export const friday = (time: string): number => Date.parse(`2024-01-12T${time}Z`);
export const ref = (n: number): MessageRef => ({
	workspace: "slack:T01",
	channel: "C01",
	message: `1705077667.${n}`,
});

export const commands = {
	before: "Get-ItemProperty HKLM:\\SOFTWARE\\Vendor\\Auth | Select LegacyMode",
	command: 'Set-ItemProperty -Path "HKLM:\\SOFTWARE\\Vendor\\Auth" -Name "LegacyMode" -Value 0',
	after: "Get-ItemProperty HKLM:\\SOFTWARE\\Vendor\\Auth | Select LegacyMode",
} as const;

const endpoint = { id: ids.endpoint, name: "CLIENT-ACCT-01" };

export const plan: Plan = {
	v: 1,
	id: ids.plan,
	client: id("c", "1"),
	session: ids.session,
	proposedBy: ids.tom,
	proposedAt: friday("16:44:50"),
	decideBy: friday("16:44:50") + 86_400_000,
	endpoints: [{ ...endpoint, key: "ab".repeat(32) }],
	shell: "powershell",
	runAs: { kind: "agent" },
	cwd: "C:\\Windows\\system32",
	steps: (["before", "command", "after"] as const).map((phase) => ({ phase, command: commands[phase] })),
	stepTimeLimit: 600,
	failedCheck: "stop",
	input: ["choices"],
	runWithin: 3600,
	notBefore: null,
	words: {
		changes: "Turns off the old sign-in so Monday's update installs.",
		notices: "Nobody.",
		undo: "Set LegacyMode back to 1.",
	},
	secrets: [],
	preflight: null,
};

export const context: RunContext = {
	type: "context",
	v: 1,
	runtime: "caisey-runtime-7a3f-dc2",
	agentVersion: "0.1.0",
	user: {
		name: "NT AUTHORITY\\SYSTEM",
		id: "S-1-5-18",
		groups: ["BUILTIN\\Administrators", "Everyone"],
		elevated: true,
	},
	cwd: "C:\\Windows\\system32",
	shell: {
		name: "powershell",
		path: "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe",
		sha256: "9f".repeat(32),
		version: "5.1.19041.3803",
		argv: ["-NoProfile", "-NonInteractive", "-EncodedCommand", "…"],
	},
	executable: null,
	os: {
		platform: "win32",
		release: "10.0.19045",
		version: "Windows 10 Pro",
		arch: "x64",
		hostname: "CLIENT-ACCT-01",
	},
	locale: "en-US",
	timeZone: "America/Chicago",
	bootId: "2024-01-08T06:12:44Z",
	facts: { PSVersion: "5.1.19041.3803", ExecutionPolicy: "RemoteSigned" },
	env: [
		{ name: "ComSpec", value: "C:\\Windows\\system32\\cmd.exe", masked: false },
		{
			name: "PATH",
			value: "C:\\Windows\\system32;C:\\Windows;C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\",
			masked: false,
		},
		{ name: "PROCESSOR_ARCHITECTURE", value: "AMD64", masked: false },
		{ name: "VENDOR_API_KEY", value: "", masked: true },
	],
	capture: "plain",
};

export const runStart = (phase: "before" | "command" | "after"): RunStart => ({
	run: ids[phase],
	plan: ids.plan,
	step: ["before", "command", "after"].indexOf(phase),
	phase,
	command: commands[phase],
	endpoint,
	by: { name: "Tom Okafor", label: "technician@msp.com", surface: "slack" },
	approvals: [{ by: "admin@clientdomain.local", at: friday("16:47:29") }],
});

/** Asked, talked over, proposed: Ada is to decide. */
export const openSession = (): MemorySession => {
	const session = begun();
	propose(session, plan);
	session.state = "waiting-for-approval";
	return session;
};

/** Asked, talked over, proposed, pressed by the wrong person, approved; nothing has run yet. */
export const approvedSession = (): MemorySession => {
	const session = begun();
	propose(session, plan);
	pressed(session);
	decide(session);
	return session;
};

const begun = (): MemorySession => {
	const request = "IT says just run this registry tweak so Monday's software update works";
	const openedAt = friday("16:41:07");
	const place = { workspace: "slack:T01", channel: "C01", thread: null };
	const session = new MemorySession({
		session: ids.session,
		client: "Acme Dental",
		request,
		requester: "Dana Reyes",
		askedBy: "Dana Reyes (requester)",
		askedIn: null,
		openedAt,
		state: "approved",
		ticket: null,
		threads: [],
		// Its own: some tests change what they may.
		people: people.map((one) => ({ ...one })),
	});
	session.event(openedAt, dana, {
		kind: "session.opened",
		request,
		source: "command",
		place,
		original: null,
	});
	talk(session);
	return session;
};

const talk = (session: MemorySession): void => {
	const note = session.attach(ids.blob, "vendor-note.txt", "text/plain", utf8("Set LegacyMode to 0.\r\n"));
	session.event(friday("16:42:11"), dana, {
		kind: "message.said",
		ref: ref(1),
		text: "This is what the vendor sent 👩‍💻\nIt has to be done by Monday.",
		attachments: [note],
		missing: [{ name: "recording.mov", reason: "larger than 20 MB" }],
	});
	session.event(friday("16:42:40"), dana, {
		kind: "message.edited",
		ref: ref(1),
		text: "This is what the vendor sent 👩‍💻\nIt has to be done by Monday 8:00.",
	});
	session.event(friday("16:43:02"), tom, {
		kind: "message.said",
		ref: ref(2),
		text: "Looks like a small change. I'll propose it with a check before and after.",
		attachments: [],
		missing: [],
	});
	session.event(friday("16:43:20"), dana, {
		kind: "message.said",
		ref: ref(3),
		text: "thx!!",
		attachments: [],
		missing: [],
	});
	session.event(friday("16:43:31"), dana, { kind: "message.deleted", ref: ref(3) });
};

/** A plan, put into the record as its proposer would. */
export const propose = (session: MemorySession, draft: Plan) => {
	const proposed = session.propose(draft);
	const { digest } = proposed;
	session.event(friday("16:44:50"), tom, { kind: "plan.proposed", plan: draft.id, digest });
	return proposed;
};

const pressed = (session: MemorySession): void => {
	const card = shownCard(plan);
	session.event(friday("16:44:51"), caisey, {
		kind: "card.shown",
		plan: ids.plan,
		ref: ref(4),
		digest: hex(sha256(utf8(card))),
		card,
	});
	session.event(friday("16:46:02"), dana, {
		kind: "attempt.refused",
		plan: ids.plan,
		action: "approve",
		refusal: { code: "not-an-approver", client: "Acme Dental", approvers: ["Ada Lindqvist"], told: true },
	});
};

/** Ada approves the plan that was proposed. */
export const decide = (session: MemorySession): void => {
	const reason = null;
	session.event(friday("16:47:29"), ada, {
		kind: "vote.cast",
		plan: ids.plan,
		verdict: "approve",
		reason,
		policy: 1,
		ref: ref(4),
	});
	const at = friday("16:47:29");
	session.vote(ids.plan, { name: ada.name, surface: ada.surface, verdict: "approve", at, reason });
	session.event(friday("16:47:29"), caisey, {
		kind: "plan.decided",
		plan: ids.plan,
		outcome: "approved",
		runs: [[ids.before, ids.command, ids.after]],
	});
	const runtime = context.runtime;
	session.event(friday("16:47:30"), agent, {
		kind: "plan.accepted",
		plan: ids.plan,
		endpoint: ids.endpoint,
		runtime,
	});
};
