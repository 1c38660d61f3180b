// Teams' payloads in full, and the expected outcomes: the test uses only the bot's outer door and its port.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ActivityTypes } from "botbuilder-core";
import { expect, test } from "vitest";
import { z } from "zod";
import { actions, dialogs as dialogIds, showActions } from "../../cards/model/actions.ts";
import { expected } from "../testing/came.ts";
import { tomorrow } from "../testing/tomorrow.ts";
import { deliveryTo } from "./testing/traffic/delivery.ts";
import { dialogs } from "./testing/traffic/dialogs.ts";
import { edits } from "./testing/traffic/edits.ts";
import { extension } from "./testing/traffic/extension.ts";
import { bytes, files } from "./testing/traffic/files.ts";
import { messages } from "./testing/traffic/messages.ts";
import { presses } from "./testing/traffic/presses.ts";
import { snippetDialogs } from "./testing/traffic/snippet-dialogs.ts";
import { unanswered } from "./testing/traffic/unanswered.ts";
import { updates } from "./testing/traffic/updates.ts";

const deliver = deliveryTo(bytes);
const arrivals = [
	...messages,
	...files,
	...edits,
	...updates,
	...presses,
	...dialogs,
	...snippetDialogs,
	...extension,
	...unanswered,
];

test.each(arrivals)("Teams sends $what", async (arrival) => {
	expect(await deliver(arrival.activity, arrival.backend)).toEqual(expected(arrival));
});

test.each(arrivals)("Teams sends $what with more fields", async (arrival) => {
	expect(await deliver(tomorrow(arrival.activity), arrival.backend)).toEqual(expected(arrival));
});

const folder = import.meta.dirname;
const source = readdirSync(folder, { recursive: true, encoding: "utf8" })
	.filter((path) => path.endsWith(".ts") && !/\.test\.ts$|testing/.test(path))
	.map((path) => readFileSync(join(folder, path), "utf8"))
	.join("\n");

test("everything that the bot tells apart has an activity here", () => {
	const types = new Set<string>(Object.values(ActivityTypes));
	const wanted = [...source.matchAll(/\b(?:type|name) === "([A-Za-z]+(?:\/[A-Za-z]+)?)"/g)]
		.map(([, name]) => name ?? "")
		.filter((name) => name.includes("/") || types.has(name));
	expect(wanted.length).toBeGreaterThan(8);
	const names = new Set(arrivals.flatMap(({ activity }) => namesOf(activity)));
	expect(wanted.filter((name) => !names.has(name))).toEqual([]);
});

test("each button, dialog and refresh has an activity here", () => {
	const wanted = [...Object.values(actions), ...Object.values(showActions), ...Object.values(dialogIds)];
	const names = new Set(arrivals.flatMap(({ activity }) => namesOf(activity)));
	expect(wanted.filter((name) => !names.has(name))).toEqual([]);
});

const Data = z.looseObject({ action: z.string().optional(), dialog: z.string().optional() });
const Named = z.looseObject({
	type: z.string(),
	name: z.string().optional(),
	value: z
		.looseObject({ data: Data.optional(), action: z.looseObject({ data: Data }).optional().catch(undefined) })
		.optional(),
});

const namesOf = (activity: object): string[] => {
	const { type, name, value } = Named.parse(activity);
	const data = value?.action?.data ?? value?.data;
	return [type, name, data?.action, data?.dialog].filter((one) => one !== undefined);
};
