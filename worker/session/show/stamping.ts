// The outside witness beside the chat: an authority's time stamp of the last signed head. No one waits for it.
import { base64 } from "../../../protocol/bytes.ts";
import { stampedBytes } from "../../../protocol/record/stamp.ts";
import { settings } from "../../env.ts";
import { askAuthority } from "../../stamps/authority.ts";
import { type Core, worker } from "../core.ts";
import { record } from "../record.ts";

/** After each failure it waits four times as long, in ms, and an hour at most: for most of a day, and then no longer. */
const [pause, longestPause, mostTries] = [10_000, 3_600_000, 24];

/** Inside the transaction that records a head. */
export const wantStamp = (core: Core, count: number): void => {
	if (settings(core.env).TIMESTAMP_URL) put(core, count, 1, 0);
};

const put = (core: Core, count: number, attempt: number, at: number): void =>
	core.put(`stamp:${count}:${attempt}`, "stamp", { type: "stamp", count, attempt }, at);

/** Harmless to repeat. A later head takes the place of an earlier one, which it covers. */
export const stampHead = async (core: Core, count: number, attempt: number): Promise<void> => {
	const url = settings(core.env).TIMESTAMP_URL;
	const last = core.store.events.ofKinds("head.signed").at(-1)?.body;
	if (!url || last?.kind !== "head.signed" || last.head.count !== count || isStamped(core, count)) return;
	const stamped = await askAuthority(url, stampedBytes(last.head));
	if (stamped.ok) {
		const { by, time, token } = stamped;
		core.change(() => {
			if (isStamped(core, count)) return;
			record(core, Date.now(), worker, { kind: "head.stamped", count, by, time, token: base64(token) });
		});
		return;
	}
	console.error(`time stamp of ${core.self().id}: try ${attempt} failed: ${stamped.why}`);
	if (attempt >= mostTries) return;
	const wait = Math.min(longestPause, pause * 4 ** (attempt - 1));
	core.change(() => put(core, count, attempt + 1, Date.now() + wait));
};

const isStamped = (core: Core, count: number): boolean =>
	core.store.events
		.ofKinds("head.stamped")
		.some(({ body }) => body?.kind === "head.stamped" && body.count === count);
