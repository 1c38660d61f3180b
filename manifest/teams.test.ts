import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv-draft-04";
import { strFromU8, unzipSync } from "fflate";
import { PNG } from "pngjs";
import { afterAll, expect, test } from "vitest";
import { startShortcut } from "../cards/model/actions.ts";
import { Deployment, type TeamsDeployment } from "./deployment.ts";
import { teamsPackage } from "./package.ts";
import { slackManifest } from "./slack.ts";
import { manifestVersion, teamsManifest } from "./teams.ts";

const appId = "0a0a0a0a-0000-4000-8000-00000000b070";
const url = "https://caisey.example.com";
const given = {
	name: "Caisey",
	url: `${url}/`,
	teams: {
		appId,
		version: "1.0.0",
		company: "Brightside IT",
		website: "https://brightside.example",
		privacy: "https://brightside.example/privacy",
		terms: "https://brightside.example/terms",
		readChannelMessages: false,
	},
};
const deployment = (more: Partial<typeof given.teams> = {}): TeamsDeployment => {
	const { teams, ...rest } = Deployment.parse({ ...given, teams: { ...given.teams, ...more } });
	if (!teams) throw new Error("no Teams");
	return { ...rest, teams };
};

const folder = mkdtempSync(join(tmpdir(), "caisey-manifest-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Microsoft's own, from its package for manifests. */
const require = createRequire(import.meta.url);
const schemas = join(require.resolve("@microsoft/app-manifest"), "..", "json-schemas", "teams");
const validate = new Ajv({ strict: false, formats: { uri: true } }).compile(
	JSON.parse(readFileSync(join(schemas, `v${manifestVersion}`, "MicrosoftTeams.schema.json"), "utf8")),
);
const problems = (manifest: unknown) => {
	validate(manifest);
	return validate.errors ?? [];
};

test("the manifest is what Microsoft's schema of its version asks for, with the permission to read and without", () => {
	expect(problems(teamsManifest(deployment()))).toEqual([]);
	expect(problems(teamsManifest(deployment({ readChannelMessages: true })))).toEqual([]);
	expect(problems({ ...teamsManifest(deployment()), id: "caisey" })).not.toEqual([]);
	expect(problems({ ...teamsManifest(deployment()), icons: {} })).not.toEqual([]);
});

test("its version is the newest of those that Microsoft published", () => {
	const numbers = readdirSync(schemas)
		.map((name) => /^v1\.(\d+)$/.exec(name)?.[1])
		.filter((minor) => minor !== undefined)
		.map(Number);
	expect(manifestVersion).toBe(`1.${Math.max(...numbers)}`);
});

test("the bot is there in chats, group chats and teams, and its menu entry is the one that the bot answers", () => {
	const { bots, composeExtensions, validDomains, id } = teamsManifest(deployment());
	expect(bots[0]?.scopes).toEqual(["personal", "team", "groupChat"]);
	expect(composeExtensions[0]?.commands.map((one) => [one.id, one.context])).toEqual([
		[startShortcut, ["message"]],
	]);
	expect([bots[0]?.botId, composeExtensions[0]?.botId, id]).toEqual([appId, appId, appId]);
	expect(validDomains).toEqual(["caisey.example.com"]);
});

test("in someone's own chat alone, home is a command and files may be sent", () => {
	const bot = teamsManifest(deployment()).bots[0];
	const lists = bot?.commandLists.filter(({ commands }) => commands.some(({ title }) => title === "home"));
	expect(lists?.flatMap(({ scopes }) => scopes)).toEqual(["personal"]);
	// Teams lets a bot's own chats alone have files, whatever else is allowed.
	expect(bot?.supportsFiles).toBe(true);
});

test("the app reads messages without a mention only if asked to", () => {
	expect(JSON.stringify(teamsManifest(deployment()))).not.toMatch(/Read\.|webApplicationInfo|permissions/);
	expect(teamsManifest(deployment({ readChannelMessages: true }))).toMatchObject({
		webApplicationInfo: { id: appId },
		authorization: {
			permissions: {
				resourceSpecific: [
					{ name: "ChannelMessage.Read.Group", type: "Application" },
					{ name: "ChatMessage.Read.Chat", type: "Application" },
				],
			},
		},
	});
});

test("the package has the manifest and two icons at its top, of the sizes that Teams wants, always the same bytes", () => {
	const files = unzipSync(teamsPackage(deployment()));
	expect(Object.keys(files).sort()).toEqual(["color.png", "manifest.json", "outline.png"]);
	const manifest = JSON.parse(strFromU8(files["manifest.json"] as Uint8Array));
	expect(manifest).toEqual(teamsManifest(deployment()));
	const picture = (name: string) => PNG.sync.read(Buffer.from(files[name] as Uint8Array));
	const [colour, outline] = [picture(manifest.icons.color), picture(manifest.icons.outline)];
	expect([colour.width, colour.height, outline.width, outline.height]).toEqual([192, 192, 32, 32]);
	const [solid, drawn] = [pixels(colour), pixels(outline)];
	expect(solid.every(([, , , alpha]) => alpha === 255)).toBe(true);
	expect(new Set(solid.map(String)).size).toBeGreaterThan(2);
	expect(drawn.every(([red, green, blue]) => red === 255 && green === 255 && blue === 255)).toBe(true);
	const alphas = new Set(drawn.map(([, , , alpha]) => alpha));
	expect(alphas.has(0) && alphas.has(255)).toBe(true);
	expect(teamsPackage(deployment())).toEqual(teamsPackage(deployment()));
});

const pixels = ({ data }: PNG): number[][] =>
	Array.from({ length: data.length / 4 }, (_, index) => [...data.subarray(4 * index, 4 * index + 4)]);

/** What the command prints, or what it complains of. */
const write = (...args: string[]) =>
	execFileSync(process.execPath, [join(import.meta.dirname, "main.ts"), "--out", folder, ...args], {
		encoding: "utf8",
		stdio: "pipe",
	});

test("one command writes the files for Slack and Teams", () => {
	expect(write("--url", url, "--teams-app-id", appId, "--name", "Ops")).toContain("teams-app.zip");
	const slack = JSON.parse(readFileSync(join(folder, "slack-app.json"), "utf8"));
	expect(slack).toEqual(slackManifest({ name: "Ops", url }));
	const zip = unzipSync(readFileSync(join(folder, "teams-app.zip")));
	expect(JSON.parse(strFromU8(zip["manifest.json"] as Uint8Array))).toMatchObject({
		name: { short: "Ops" },
		developer: { name: "Ops", websiteUrl: `${url}/` },
	});
});

test("the command says that it writes nothing for Teams without the bot's app id", () => {
	expect(write("--url", url)).toContain("Nothing for Teams: add the bot's app id");
});

test.each([
	[["--url", "http://caisey.example.com"], "--url must begin with https://"],
	[["--url", "caisey.example.com"], "--url isn't an address"],
	[["--url", "https://caisey.example.com/x"], "--url must be the Worker's address"],
	[["--url", "https://a:b@caisey.example.com"], "--url must be a plain address"],
	[["--url", url, "--teams-app-id", "caisey"], "--teams-app-id isn't an id"],
	[["--url", url, "--teams-app-id", appId, "--teams-version", "0.9"], "--teams-version isn't a version"],
	[["--url", url, "--name", "x".repeat(31)], "--name has more than 30 characters"],
	[
		["--url", url, "--teams-app-id", appId, "--website", "http://a.example"],
		"--website must begin with https",
	],
	[[], "--url <address>' not specified"],
])("%j is refused: %s", (args, because) => {
	expect(() => write(...args)).toThrow(because);
});
