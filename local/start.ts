// What `npm start` runs: a local Slack, a local Teams, the Worker, and this computer as an endpoint. One Ctrl-C stops them all.
import { join, relative, resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { applyLocally } from "./apply.ts";
import { banner } from "./banner.ts";
import { type Child, projectFolder } from "./child.ts";
import { layDesk } from "./desk.ts";
import { newEnding, type Stops } from "./ending.ts";
import { startEndpoint, stopEndpoint, toReissue } from "./endpoint.ts";
import { startMailbox } from "./mail/mailbox.ts";
import { hold } from "./once.ts";
import { freePortFrom } from "./ports.ts";
import { startSignIn } from "./sign-in/start.ts";
import { type LocalSlack, startLocalSlack } from "./slack/server.ts";
import { startLocalTeams } from "./teams/server.ts";
import { secretsIn } from "./vars.ts";
import { startWindows, windowsSetupName, windowsTrouble } from "./windows.ts";
import { startWorker } from "./worker.ts";

type Options = { folder: string; port: number; windows: boolean };

const say = (line: string) => process.stdout.write(`${line}\n`);
const shown = (path: string) => relative(process.cwd(), path) || path;

/** The Worker as a deploy would upload it, made in this folder; tests may have made it before. */
const bundled = async (folder: string): Promise<string> => {
	const { CAISEY_BUNDLE: made } = process.env;
	if (made) return made;
	// Loads wrangler.
	const { bundleWorker } = await import("./worker-bundle.ts");
	await bundleWorker(folder);
	return folder;
};

const start = async (
	{ folder, port, windows }: Options,
	stops: Stops,
	died: (what: string) => void,
): Promise<{ address: string; words: string }> => {
	const secrets = secretsIn(join(folder, "secrets.json"));
	const settingsFile = layDesk(join(folder, "desk"));
	const watch = (name: string, log: string, child: Child) => {
		void child.ended.then((how) => died(`${name} stopped with ${how}. Read its log: ${shown(log)}`));
	};
	const [slackPort, workerPort] = [await freePortFrom(port), await freePortFrom(port + 10)];
	const workerUrl = `http://localhost:${workerPort}`;

	const slack: LocalSlack = await startLocalSlack({
		port: slackPort,
		workerUrl: () => workerUrl,
		signingSecret: secrets.SLACK_SIGNING_SECRET,
		folder: join(folder, "slack"),
	});
	stops.slack = slack.stop;

	const signIn = await startSignIn(port + 30, workerUrl, secrets.SLACK_SIGNING_SECRET);
	stops.signIn = signIn.stop;

	const mail = await startMailbox(await freePortFrom(port + 40));
	stops.mail = mail.stop;

	const workerLog = join(folder, "worker.log");
	const vars = {
		...secrets,
		...signIn.vars,
		PUBLIC_URL: workerUrl,
		SLACK_API_URL: slack.apiUrl,
		MAIL_API_URL: mail.url,
		MAIL_API_KEY: "local",
		MAIL_FROM: "Caisey <caisey@brightside.example>",
		// The Playground has no identity to prove.
		TEAMS_APP_ID: "",
		MODE: "local" as const,
	};
	const bundle = await bundled(join(folder, "bundle"));
	const worker = await startWorker({
		bundle,
		port: workerPort,
		persist: join(folder, "worker"),
		vars,
		log: workerLog,
	});
	stops.worker = worker.stop;
	watch("The Worker", workerLog, worker);

	const state = join(folder, "agent");
	const agentLog = join(folder, "agent.log");
	const applied = await applyLocally({
		workerUrl,
		ownerToken: secrets.OWNER_TOKEN,
		slackToken: slack.botToken,
		reissue: [...toReissue(state, workerUrl), ...(windows ? [windowsSetupName] : [])],
		windows,
	});
	const { agent, shells, lost } = await startEndpoint({ state, workerUrl, applied, log: agentLog });
	for (const line of lost) say(line);
	stops.agent = () => stopEndpoint(agent, agentLog, say);
	stops.leave = agent.stop;
	watch("The agent", agentLog, agent);
	if (windows) {
		const machine = await startWindows({ folder: join(folder, "windows"), workerUrl, applied });
		stops.windows = machine.stop;
		void machine.ended.then((how) => died(`The Windows endpoint's agent stopped with ${how}`));
	}
	const teamsFolder = join(folder, "teams");
	const teams = await startLocalTeams({
		port: await freePortFrom(port + 20),
		workerUrl,
		folder: teamsFolder,
	});
	stops.teams = teams.stop;
	watch("The local Teams", join(teamsFolder, "playground.log"), teams.playground);
	const words = banner({
		slackUrl: slack.url,
		teamsUrl: teams.url,
		workerUrl,
		mailUrl: mail.url,
		shells,
		settingsFile,
		windows,
	});
	return { address: slack.url, words };
};

const run = async (options: Options): Promise<void> => {
	const folder = resolve(options.folder);
	const trouble = options.windows ? windowsTrouble() : null;
	if (trouble !== null) {
		say(trouble);
		process.exitCode = 1;
		return;
	}
	const holding = hold(folder);
	if (!holding.ok) {
		say(
			`Caisey is already running in ${shown(folder)}${holding.where ? `: ${holding.where}` : ""}. Stop it first.`,
		);
		process.exitCode = 1;
		return;
	}
	const stops: Stops = {};
	const ending = newEnding(stops, say, holding.held.release);
	say("Starting Caisey…");
	try {
		const { address, words } = await start({ ...options, folder }, stops, ending.failed);
		holding.held.announce(address);
		if (!ending.isEnding()) say(words);
	} catch (error) {
		ending.failed(`Caisey can't start: ${error instanceof Error ? error.message : error}`);
	}
	ending.started();
};

const port = (text: string): number => {
	const number = Number(text);
	if (!Number.isInteger(number) || number < 1 || number > 65_000)
		throw new InvalidArgumentError("Use a number from 1 to 65000.");
	return number;
};

await new Command("npm start --")
	.description(
		"Runs all of Caisey on this computer: a local Slack, a local Teams, the Worker and an endpoint. You need no account.",
	)
	.option("--folder <dir>", "where it keeps everything", join(projectFolder, ".caisey"))
	.option(
		"--port <number>",
		"the local Slack's port; the Worker uses 10 above, Teams 20 above, signing in 30 and 35 above, mail 40 above, or the next free ports",
		port,
		4600,
	)
	.option("--windows", "also an endpoint under Wine 10 (npm run windows brings it)", false)
	.addHelpText(
		"after",
		"\nApproved commands run on this computer, as you.\nTo start over: stop it and delete the folder.",
	)
	.action(run)
	.parseAsync();
