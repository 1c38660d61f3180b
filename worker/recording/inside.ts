// What the shell reported of a step, as the stored records have it: counted when the run ends, so that it costs no row.
import { noInside, together, withEvent } from "../../domain/inside.ts";
import type { Inside } from "../../protocol/record/inside.ts";
import type { Env } from "../env.ts";
import { tryEvent, wasInside } from "./events.ts";
import { partOf } from "./roll-over.ts";
import type { RecordingStore } from "./store.ts";

/** So many bytes of events are read once more when a run ends: a second or two of CPU. */
const mostBytes = 32 * 1_048_576;

/** Of this part of the recording. */
export const insideOf = (store: RecordingStore): Inside => {
	let inside = noInside;
	let bytes = 0;
	for (let after = 0; ; ) {
		const page = store.events(after, 1_000);
		for (const { n, length } of page) {
			bytes += length;
			if (bytes > mostBytes) return { ...inside, unseen: inside.unseen ?? "too-much" };
			const payload = store.at(n)?.payload;
			const event = payload ? tryEvent(payload) : null;
			// A later version's, or damaged: it may have told of a failure.
			if (payload && !event && wasInside(payload)) inside = { ...inside, unseen: inside.unseen ?? "cut-off" };
			if (event?.type === "capture" || event?.type === "inside") inside = withEvent(inside, event, n);
		}
		const last = page.at(-1);
		if (!last) return inside;
		after = last.n;
	}
};

/** Of all parts until the end of this one. */
export const insideUntil = async (
	env: Env,
	store: RecordingStore,
	{ run, part }: { run: string; part: number },
): Promise<Inside> => {
	let inside = noInside;
	for (let before = 0; before < part; before++)
		inside = together(inside, await partOf(env, run, before).inside());
	return together(inside, insideOf(store));
};
