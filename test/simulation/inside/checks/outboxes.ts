// What an object is still to deliver.
import { z } from "zod";
import { fromUtf8 } from "../../../../protocol/bytes.ts";
import { unpack } from "../../../../worker/durable/packed.ts";
import type { Scene } from "../world/set-up.ts";

/** Wherever that is kept. */
export const waitingIn = (kind: string, { all, has }: Storage): Row[] => {
	if (kind === "SESSION") return [...inDrawer(all), ...(has("things") ? all(waiting.things) : [])];
	const table = kind === "RECORDING" ? "things" : "outbox";
	return has(table) ? all(waiting[table]) : [];
};
type Storage = ReturnType<Scene["objects"]["all"]>[number]["storage"];
type Row = Record<string, unknown>;

const entry = "SELECT value ->> 'key' AS key, value ->> 'error' AS error";
const waiting = {
	things: `${entry} FROM things, json_each(body) WHERE kind = 'outbox'`,
	outbox: `${entry} FROM outbox, json_each(body)`,
};

const inDrawer = (all: Storage["all"]): Row[] =>
	all("SELECT things FROM session WHERE things IS NOT NULL").flatMap(({ things }) =>
		Drawer.parse(JSON.parse(fromUtf8(unpack(Uint8Array.from(Bytes.parse(things))))))
			.things.filter(([kind]) => kind === "outbox")
			.flatMap(([, , , entries]) => Entries.parse(entries)),
	);
const Bytes = z.instanceof(Uint8Array);
const Drawer = z.object({ things: z.array(z.tuple([z.string(), z.string(), z.int(), z.unknown()])) });
const Entries = z.array(z.looseObject({}));
