import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import type { scopes } from "../bots/slack/install/scopes.ts";
import { startShortcut } from "../cards/model/actions.ts";
import { command } from "../words/begin.ts";
import { type events, slackManifest } from "./slack.ts";

const manifest = slackManifest({ name: "Caisey", url: "https://caisey.example.com" });
const folder = resolve(import.meta.dirname, "../bots/slack");
const source = readdirSync(folder, { recursive: true, encoding: "utf8" })
	.filter((file) => file.endsWith(".ts") && !/\.test\.ts$|testing/.test(file))
	.map((file) => readFileSync(join(folder, file), "utf8"))
	.join("\n");

/** Any of these scopes lets the bot call this: docs.slack.dev/reference/methods */
const methods: Record<string, readonly (keyof typeof scopes)[]> = {
	"chat.postMessage": ["chat:write"],
	"chat.postEphemeral": ["chat:write"],
	"chat.update": ["chat:write"],
	"conversations.info": ["channels:read", "groups:read"],
	"conversations.open": ["im:write"],
	"conversations.history": ["channels:history", "groups:history", "im:history"],
	"conversations.replies": ["channels:history", "groups:history", "im:history"],
	"files.info": ["files:read"],
	"users.info": ["users:read"],
	"views.open": [],
	"views.push": [],
	"views.update": [],
	"views.publish": [],
};
const listened: Record<
	string,
	{ events: readonly (typeof events)[number][]; scopes: readonly (keyof typeof scopes)[] }
> = {
	app_mention: { events: ["app_mention"], scopes: ["app_mentions:read"] },
	message: {
		events: ["message.channels", "message.groups", "message.im"],
		scopes: ["channels:history", "groups:history", "im:history"],
	},
	app_home_opened: { events: ["app_home_opened"], scopes: [] },
	app_uninstalled: { events: ["app_uninstalled"], scopes: [] },
	tokens_revoked: { events: ["tokens_revoked"], scopes: [] },
	// Slack tells every app.
	app_rate_limited: { events: [], scopes: [] },
	// Told of private channels alone.
	channel_id_changed: { events: ["channel_id_changed"], scopes: ["groups:read"] },
};
const called = [
	...[...source.matchAll(/(?:client|web\(\))\s*\.(\w+)\.(\w+)\(/g)].map(
		([, family, name]) => `${family}.${name}`,
	),
	...[...source.matchAll(/"((?:chat|conversations|files|users|views)\.\w+)"/g)].map(([, name]) => name ?? ""),
];
const heard = [
	...[...source.matchAll(/app\.event\("([\w.]+)"/g)].map(([, name]) => name ?? ""),
	// Stored before Slack is answered, so not by Bolt.
	...[...source.matchAll(/type: z\.literal\("(message|app_\w+|tokens_\w+|channel_\w+)"\)/g)].map(
		([, name]) => name ?? "",
	),
];

test("what the bot calls and listens to is known here", () => {
	expect(new Set(called)).toEqual(new Set(Object.keys(methods)));
	expect(new Set(heard)).toEqual(new Set(Object.keys(listened)));
});

test("every event that the bot listens to is subscribed, and nothing else is", () => {
	expect(new Set(manifest.settings.event_subscriptions.bot_events)).toEqual(
		new Set(heard.flatMap((name) => listened[name]?.events ?? [])),
	);
});

test("every scope is there that is needed, and none that is not", () => {
	const files: (keyof typeof scopes)[] = source.includes("url_private") ? ["files:read"] : [];
	const needed = [
		...called.flatMap((name) => methods[name] ?? []),
		...heard.flatMap((name) => listened[name]?.scopes ?? []),
		...files,
		"commands",
	];
	expect(new Set(manifest.oauth_config.scopes.bot)).toEqual(new Set(needed));
});

test("the slash command and the shortcut are those that the bot answers", () => {
	expect(manifest.features.slash_commands.map((one) => one.command)).toEqual([command]);
	expect(manifest.features.shortcuts.map((one) => one.callback_id)).toEqual([startShortcut]);
});

test("everything goes to one address, and the browser of who installs it to another", () => {
	expect(manifest.oauth_config.redirect_urls).toEqual(["https://caisey.example.com/slack/oauth/callback"]);
	const address = "https://caisey.example.com/slack/events";
	const { event_subscriptions, interactivity } = manifest.settings;
	expect([
		event_subscriptions.request_url,
		interactivity.request_url,
		interactivity.message_menu_options_url,
	]).toEqual([address, address, address]);
	expect(manifest.features.slash_commands[0]?.url).toBe(address);
});

const Https = z.url({ protocol: /^https$/ });
const few = <T extends z.ZodType>(of: T, most: number) => z.array(of).min(1).max(most);
/** Slack's documentation of the parts that we use, with its lengths: docs.slack.dev/reference/app-manifest. Nothing
 * else is allowed. */
const Documented = z.strictObject({
	display_information: z.strictObject({
		name: z.string().min(1).max(35),
		description: z.string().max(140),
		background_color: z.string().regex(/^#(?:[0-9a-f]{3}){1,2}$/i),
	}),
	features: z.strictObject({
		app_home: z.strictObject({
			home_tab_enabled: z.boolean(),
			messages_tab_enabled: z.boolean(),
			messages_tab_read_only_enabled: z.boolean(),
		}),
		bot_user: z.strictObject({ display_name: z.string().min(1).max(80), always_online: z.boolean() }),
		slash_commands: few(
			z.strictObject({
				command: z
					.string()
					.regex(/^\/[^ ]+$/)
					.max(32),
				url: Https,
				description: z.string().min(1).max(2_000),
				usage_hint: z.string().max(1_000),
				should_escape: z.boolean(),
			}),
			50,
		),
		shortcuts: few(
			z.strictObject({
				name: z.string().min(1).max(24),
				type: z.enum(["message", "global"]),
				callback_id: z.string().min(1).max(255),
				description: z.string().min(1).max(150),
			}),
			10,
		),
	}),
	oauth_config: z.strictObject({
		redirect_urls: few(Https, 1_000),
		scopes: z.strictObject({ bot: few(z.string().regex(/^[a-z_]+(?::[a-z_.]+)?$/), 255) }),
	}),
	settings: z.strictObject({
		event_subscriptions: z.strictObject({
			request_url: Https,
			bot_events: few(z.string().regex(/^[a-z_]+(?:\.[a-z]+)?$/), 100),
		}),
		interactivity: z.strictObject({
			is_enabled: z.literal(true),
			request_url: Https,
			message_menu_options_url: Https,
		}),
		org_deploy_enabled: z.boolean(),
		socket_mode_enabled: z.literal(false),
		token_rotation_enabled: z.boolean(),
	}),
});

test.each(["Caisey", "N".repeat(30)])("it has the shape that Slack documents, called %s", (name) => {
	expect(() => Documented.parse(slackManifest({ name, url: "https://caisey.example.com" }))).not.toThrow();
});

test.each([
	["a name too long", { name: "N".repeat(36), url: "https://caisey.example.com" }],
	["an address that is not https", { name: "Caisey", url: "http://caisey.example.com" }],
])("%s would be found", (_, given) => {
	expect(Documented.safeParse(slackManifest(given)).success).toBe(false);
});
