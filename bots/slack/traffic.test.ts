// Slack's payloads in full, and the expected outcomes: the test uses only the bot's outer door and its port.
import { App } from "@slack/bolt";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { events } from "../../manifest/slack.ts";
import { recordingBackend } from "../testing/backend.ts";
import { expected } from "../testing/came.ts";
import { tomorrow } from "../testing/tomorrow.ts";
import { botOn, slackOfTests } from "./testing/slack.ts";
import { commands } from "./testing/traffic/commands.ts";
import { deliveryOn } from "./testing/traffic/delivery.ts";
import { dialogs } from "./testing/traffic/dialogs.ts";
import { edits } from "./testing/traffic/edits.ts";
import { bytes, files, infos } from "./testing/traffic/files.ts";
import { messages } from "./testing/traffic/messages.ts";
import { own } from "./testing/traffic/own.ts";
import { presses } from "./testing/traffic/presses.ts";
import { shortcuts } from "./testing/traffic/shortcuts.ts";
import { unheard } from "./testing/traffic/unheard.ts";
import { happenings } from "./testing/traffic/workspace.ts";

const slack = await slackOfTests();
const deliver = deliveryOn(slack, bytes, infos);
const arrivals = [
	...messages,
	...files,
	...edits,
	...own,
	...unheard,
	...happenings,
	...commands,
	...presses,
	...shortcuts,
	...dialogs,
];

test.each(arrivals)("Slack sends $what", async (arrival) => {
	expect(await deliver(arrival.payload, arrival.backend)).toEqual(expected(arrival));
});

/** Inputs by block and action: their names are ours. */
const isState = (path: string[]): boolean => {
	const at = path.lastIndexOf("values");
	return at > 0 && path[at - 1] === "state" && path.length - at <= 2;
};

test.each(arrivals)("Slack sends $what with more fields", async (arrival) => {
	expect(await deliver(tomorrow(arrival.payload, isState), arrival.backend)).toEqual(expected(arrival));
});

const Named = z.looseObject({
	type: z.string().optional(),
	command: z.string().optional(),
	callback_id: z.string().optional(),
	action_id: z.string().optional(),
	actions: z.array(z.looseObject({ action_id: z.string() })).optional(),
	event: z.looseObject({ type: z.string(), channel_type: z.string().optional() }).optional(),
	view: z.looseObject({ callback_id: z.string() }).optional(),
});

/** What Bolt tells a payload by, with the kind of listener that it goes to. */
const nameOf = (payload: object): string => {
	const { type, command, callback_id, action_id, actions, event, view } = Named.parse(payload);
	if (command !== undefined) return `command ${command}`;
	if (event) return `event ${event.type}`;
	if (actions) return `action ${actions[0]?.action_id}`;
	if (type === "block_suggestion") return `options ${action_id}`;
	return type === "view_submission" ? `view ${view?.callback_id}` : `shortcut ${callback_id}`;
};

test("everything that the bot listens to has a payload here", () => {
	const kinds = ["command", "shortcut", "event", "action", "options", "view"] as const;
	const listening = kinds.map((kind) => [kind, vi.spyOn(App.prototype, kind)] as const);
	botOn(slack, recordingBackend());
	const wanted = listening.flatMap(([kind, { mock }]) =>
		mock.calls.map(([constraint]) => ({ kind, constraint: constraint as unknown })),
	);
	vi.restoreAllMocks();
	expect(wanted.length).toBeGreaterThan(20);
	const names = arrivals.map(({ payload }) => nameOf(payload));
	const without = wanted.filter(
		({ kind, constraint }) =>
			!names.some((name) =>
				constraint instanceof RegExp
					? name.startsWith(`${kind} `) && constraint.test(name.slice(kind.length + 1))
					: name === `${kind} ${constraint}`,
			),
	);
	expect(without).toEqual([]);
});

test("every event that the manifest asks for has a payload here", () => {
	const channels = { "message.channels": "channel", "message.groups": "group", "message.im": "im" };
	const told = arrivals.flatMap(({ payload }) => Named.parse(payload).event ?? []);
	const without = events.filter((name) => {
		const [type = "", where] =
			name in channels ? ["message", channels[name as keyof typeof channels]] : [name];
		return !told.some((event) => event.type === type && (where ?? event.channel_type) === event.channel_type);
	});
	expect(without).toEqual([]);
});
