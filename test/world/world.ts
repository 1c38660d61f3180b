// A whole Caisey for a test: the local Slack, the Worker in real workerd, agents as real processes, each on a free port.
import { execFile, execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { freemem, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { folderAt } from "../../agent/home/folder.ts";
import { findShell } from "../../agent/process/shells.ts";
import { giveHost, keepHost } from "../../agent/testing/hosts.ts";
import { enrolAgent, startAgent } from "../../local/agent.ts";
import type { Child } from "../../local/child.ts";
import { type LocalSlack, startLocalSlack } from "../../local/slack/server.ts";
import { acme, type Team } from "../../local/slack/team.ts";
import { newSecrets, type Secrets } from "../../local/vars.ts";
import { startWorker, type WorkerVars } from "../../local/worker.ts";
import { ApplyResponse, type Setup } from "../../protocol/setup.ts";
import { inHost } from "./hosts.ts";
import { keepLogs } from "./logs.ts";
import { bundled, bundledAgent } from "./once.ts";
import { patience } from "./patience.ts";
import { Person } from "./people/chat.ts";
import { freePort } from "./ports.ts";

export const channel = "C0ACME";

/** A disk in memory, if there is a roomy one: what a test asks of a disk is that it outlives a process. */
const quickDisk = ((memory: string): string => {
	const { bavail, bsize } = existsSync(memory) ? statfsSync(memory) : { bavail: 0, bsize: 0 };
	return Math.min(bavail * bsize, freemem()) > 4 * 1024 ** 3 ? memory : tmpdir();
})("/dev/shm");

/** A second workspace, whose people have nothing to do with the first. */
export const other: Team = {
	id: "T0OTHER",
	name: "Other Company",
	app: { id: "A0CAISEY", bot: "B0CAISEY2", user: "U0CAISEY2", name: "Caisey" },
	people: [{ id: "U0MAL", handle: "mal", name: "Mal Content", title: "Stranger" }],
	channels: [{ id: "C0OTHER", name: "other", topic: "" }],
};

/** Where a workspace has this, a test gives its token with the set-up; where it has not, by installing. */
export const tokenFrom = "SLACK_BOT_TOKEN";

/** Acme Dental, as the local mode sets it up; with endpoints of a test's own. */
export const acmeSetup = (endpoints: string[] = ["CLIENT-ACCT-01"]): z.input<typeof Setup> => ({
	v: 1,
	msp: { name: "Brightside IT" },
	staff: {
		tom: {
			name: "Tom Okafor",
			label: "technician@msp.com",
			identities: ["slack:T0LOCAL1:U0TOM"],
			roles: ["technician"],
		},
	},
	workspaces: { "slack:T0LOCAL1": { tokenFrom }, "slack:T0OTHER": { tokenFrom } },
	clients: {
		"acme-dental": {
			name: "Acme Dental",
			people: {
				dana: { name: "Dana Reyes", identities: ["slack:T0LOCAL1:U0DANA"], roles: ["requester"] },
				ada: {
					name: "Ada Lindqvist",
					label: "admin@clientdomain.local",
					identities: ["slack:T0LOCAL1:U0ADA"],
					roles: ["approver"],
				},
				sam: { name: "Sam Roy", identities: ["slack:T0LOCAL1:U0SAM"], roles: ["approver", "technician"] },
			},
			endpoints: Object.fromEntries(endpoints.map((name) => [name, { description: "front desk" }])),
			channels: ["slack:T0LOCAL1:C0ACME"],
		},
	},
});

type Options = {
	setup?: z.input<typeof Setup>;
	/** Endpoints that get an agent. */
	agents?: string[];
	/** Further arguments for the agents. */
	agentArgs?: string[];
	/** Where agents reach the Worker, if not directly. */
	agentUrl?: (workerUrl: string) => Promise<string>;
	/** Where the Worker reaches Slack, if not directly. */
	slackUrl?: (slack: LocalSlack) => Promise<string>;
	/** Where the local Slack reaches the Worker, if not directly. */
	chatUrl?: (workerUrl: string) => Promise<string>;
	/** Keep everything on a real disk, to measure its pace. */
	onDisk?: boolean;
	/** How many times as fast as on the real platforms the bot may post, and does. Tests speak a lot in one conversation. */
	rate?: number;
	/** Further settings of the Worker. */
	vars?: Partial<WorkerVars>;
	/** Let workspaces install the app themselves. */
	oauth?: boolean;
	/** The workspaces that there are. */
	teams?: Team[];
	/** Where workerd's inspector listens, if it is to. */
	inspectorPort?: number;
	/** Begins with the disks that a released version left; its agents are enrolled already. */
	released?: { disks: string; secrets: Secrets };
};

export type World = Awaited<ReturnType<typeof startWorld>>;

export const startWorld = async (options: Options = {}) => {
	/** What ends what was started; the newest first. */
	const stops: (() => Promise<void> | void)[] = [];
	const stop = async () => {
		for (const each of stops.splice(0).reverse()) await each();
	};
	try {
		return { ...(await start(options, stops)), stop };
	} catch (error) {
		await stop();
		throw error;
	}
};

const start = async (
	{
		setup = acmeSetup(),
		agents = ["CLIENT-ACCT-01"],
		agentArgs = [],
		onDisk = false,
		rate = 20,
		oauth = false,
		vars: further = {},
		teams = [acme, other],
		released,
		inspectorPort,
		agentUrl = async (url) => url,
		slackUrl = async ({ apiUrl }) => apiUrl,
		chatUrl = async (url) => url,
	}: Options,
	stops: (() => Promise<void> | void)[],
) => {
	const folder = mkdtempSync(join(onDisk ? tmpdir() : quickDisk, "caisey-world-"));
	stops.push(() => rmSync(folder, { recursive: true, force: true }));
	stops.push(() => keepLogs(folder));
	if (released) execFileSync("tar", ["-xJf", released.disks, "-C", folder]);
	const secrets = released?.secrets ?? newSecrets();
	const port = await freePort();
	const workerUrl = `http://localhost:${port}`;
	const app = {
		clientId: "100.200",
		clientSecret: secrets.SLACK_SIGNING_SECRET,
		redirectUrl: `${workerUrl}/slack/oauth/callback`,
	};
	const appUrl = await chatUrl(workerUrl);
	const slack = await startLocalSlack({
		port: 0,
		...(oauth && { oauth: app }),
		workerUrl: () => appUrl,
		signingSecret: secrets.SLACK_SIGNING_SECRET,
		folder: join(folder, "slack"),
		teams,
		rate,
		// It shares the computer with all that runs beside it, as Slack's three seconds don't.
		patience,
	});
	stops.push(slack.stop);
	const log = join(folder, "worker.log");
	const vars: WorkerVars = {
		...secrets,
		PUBLIC_URL: workerUrl,
		SLACK_API_URL: await slackUrl(slack),
		MODE: "local",
		CHAT_RATE: `${rate}`,
		// One person is many in a test.
		QUOTA_TIMES: "1000",
		// On a busy machine a start of PowerShell takes its time.
		PREFLIGHT_MS: "30000",
		...(oauth && { SLACK_CLIENT_ID: app.clientId, SLACK_CLIENT_SECRET: app.clientSecret }),
		...further,
	};
	const disk = { bundle: bundled(), port, persist: join(folder, "worker"), log, inspectorPort };
	/** The newest Worker, also while it starts: it may be killed as soon as it answers. */
	let worker: Child | undefined;
	const startIt = (change: Partial<WorkerVars> = {}) =>
		startWorker({ ...disk, vars: { ...vars, ...change } }, (...how) => (worker = inHost(...how)));
	const running = new Map<string, Child>();
	await startIt();
	stops.push(() => worker?.stop());
	stops.push(async () => void (await Promise.all([...running.values()].map((agent) => agent.stop()))));

	const owner = async (path: string, body: unknown) => {
		const response = await fetch(`${workerUrl}${path}`, {
			method: "POST",
			headers: { authorization: `Bearer ${secrets.OWNER_TOKEN}`, "content-type": "application/json" },
			body: JSON.stringify(body),
		});
		return { status: response.status, body: (await response.json()) as unknown };
	};
	const apply = async (to: z.input<typeof Setup>, reissue: string[] = []) => {
		const tokens = Object.fromEntries(
			slack.workspaces
				.map(({ team, botToken }) => [`slack:${team}`, botToken] as const)
				.filter(([workspace]) => to.workspaces?.[workspace]?.tokenFrom),
		);
		const seen = await owner("/admin/apply", { setup: to, tokens, dryRun: true, reissue });
		const { revision = null, vouch = [] } = ApplyResponse.partial().catch({}).parse(seen.body);
		const { status, body } = await owner("/admin/apply", {
			setup: to,
			tokens,
			dryRun: false,
			reissue,
			revision,
			vouched: vouch.map((one) => one.vouch),
			by: "a test",
		});
		if (status !== 200) throw new Error(`apply: ${status} ${JSON.stringify(body)}`);
		return ApplyResponse.parse(body);
	};
	const stateOf = (name: string) => join(folder, `agent-${name}`);
	const hostsOf = (name: string) => folderAt(stateOf(name)).hosts;
	stops.push(() => {
		for (const name of running.keys()) keepHost(hostsOf(name));
	});
	const runAgent = (name: string) => {
		if (findShell("pwsh")) giveHost(hostsOf(name));
		const agent = startAgent({
			program: bundledAgent(),
			state: stateOf(name),
			log: join(folder, `agent-${name}.log`),
			args: agentArgs,
			// All of them run on this one machine: so a command can tell where it is meant to be.
			env: { TEST_ENDPOINT: name },
		});
		running.set(name, agent);
		return agent;
	};

	const applied = await apply(setup);
	for (const { endpoint, token } of applied.enrolment) {
		if (!agents.includes(endpoint)) continue;
		const program = bundledAgent();
		await enrolAgent({ program, url: await agentUrl(workerUrl), token, state: stateOf(endpoint) });
		runAgent(endpoint);
	}
	if (released)
		for (const name of agents) {
			moveTo(await agentUrl(workerUrl), join(stateOf(name), "enrolment.json"));
			runAgent(name);
		}

	return {
		slack,
		secrets,
		workerUrl,
		folder,
		applied,
		owner,
		apply,
		stateOf,
		runAgent,
		agent: (name = "CLIENT-ACCT-01") => running.get(name) as Child,
		worker: () => worker as Child,
		/** Starts the Worker again on the same storage, with other settings if so wanted. */
		restartWorker: async (change: Partial<WorkerVars> = {}) => {
			await worker?.stop();
			await startIt(change);
		},
		/** Keeps the Worker's storage as it is now; what comes back puts it back so, while the Worker is stopped. */
		copyStorage: async () => {
			const [from, to] = [join(folder, "worker"), join(folder, "worker-copy")];
			await worker?.stop();
			cpSync(from, to, { recursive: true });
			await startIt();
			return () => {
				rmSync(from, { recursive: true });
				cpSync(to, from, { recursive: true });
			};
		},
		/** Runs something beside Caisey, as a person at the endpoint would. */
		shell: (command: string) => promisify(execFile)("sh", ["-c", command]),
		person: (handle: string, team?: string) => new Person(slack, handle, team),
		/** What the Worker logged so far. */
		workerLog: () => readFileSync(log, "utf8"),
	};
};

/** The Worker has another address in each world: an agent that was enrolled in an earlier one follows it. */
const moveTo = (url: string, enrolment: string): void => {
	const before: unknown = JSON.parse(readFileSync(enrolment, "utf8"));
	writeFileSync(enrolment, JSON.stringify({ ...z.looseObject({}).parse(before), url }));
};
