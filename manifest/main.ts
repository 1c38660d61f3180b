// `npm run manifest`: writes what Slack and Teams need to know about this deployment.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { z } from "zod";
import { Deployment } from "./deployment.ts";
import { teamsPackage } from "./package.ts";
import { slackManifest } from "./slack.ts";

const Options = z.object({
	url: z.string(),
	name: z.string(),
	out: z.string(),
	teamsAppId: z.string().optional(),
	teamsVersion: z.string(),
	company: z.string().optional(),
	website: z.string().optional(),
	privacy: z.string().optional(),
	terms: z.string().optional(),
	readChannelMessages: z.boolean().default(false),
});
type Options = z.infer<typeof Options>;

const run = (given: unknown): void => {
	const options = Options.parse(given);
	const read = Deployment.safeParse(deploymentOf(options));
	if (!read.success) {
		for (const { path, message } of read.error.issues) console.error(`${flagOf(path)} ${message}`);
		process.exitCode = 2;
		return;
	}
	write(options.out, read.data);
};

const write = (out: string, deployment: Deployment): void => {
	const { teams } = deployment;
	const [slackFile, teamsFile] = [join(out, "slack-app.json"), join(out, "teams-app.zip")];
	mkdirSync(out, { recursive: true });
	writeFileSync(slackFile, `${JSON.stringify(slackManifest(deployment), null, "\t")}\n`);
	console.log(`${slackFile}   for Slack: see docs/slack.md`);
	if (teams) {
		writeFileSync(teamsFile, teamsPackage({ ...deployment, teams }));
		console.log(`${teamsFile}   for Teams: see docs/teams.md`);
	} else console.log("Nothing for Teams: add the bot's app id with --teams-app-id (see docs/teams.md).");
};

const deploymentOf = (options: Options): z.input<typeof Deployment> => {
	const { url, name, teamsAppId, website = url } = options;
	const teams = teamsAppId !== undefined && {
		appId: teamsAppId,
		version: options.teamsVersion,
		company: options.company ?? name,
		website,
		privacy: options.privacy ?? website,
		terms: options.terms ?? website,
		readChannelMessages: options.readChannelMessages,
	};
	return { name, url, teams: teams || null };
};

/** `teams.website` is `--website`. */
const flagOf = (path: PropertyKey[]): string => {
	const name = String(path.at(-1));
	const flags: Record<string, string> = { appId: "teams-app-id", version: "teams-version" };
	return `--${flags[name] ?? name}`;
};

new Command("npm run manifest --")
	.description("Writes the Slack app's manifest and the Teams app's package for your Worker's address.")
	.requiredOption("--url <address>", "the Worker's address, as in PUBLIC_URL: https://caisey.example.com")
	.option("--name <name>", "the app's name in chat", "Caisey")
	.option("--out <folder>", "where to write", "dist")
	.option("--teams-app-id <id>", "the bot's app id in Entra; Teams needs it")
	.option("--teams-version <version>", "raise it with each package that you upload", "1.0.0")
	.option("--company <name>", "who runs the app, as Teams shows it (default: the app's name)")
	.option("--website <address>", "the company's website (default: the Worker's address)")
	.option("--privacy <address>", "its privacy statement (default: the website)")
	.option("--terms <address>", "its terms of use (default: the website)")
	.option("--read-channel-messages", "Teams: also hear messages without a mention (see docs/teams.md)")
	.action(run)
	.parse();
