// A run's output: pages of records as one scrolls, all of it on demand, following while it runs.

import type * as z from "zod/mini";
import { fromBase64 } from "../../protocol/bytes.ts";
import { size } from "../../words/amounts.ts";
import { readingText } from "../../words/reading.ts";
import { type OutputReader, outputReader, type Shown, strips } from "../output/output.ts";
import { button, part } from "./dom.ts";
import { shelf } from "./shelf.ts";
import { ask, Records } from "./wire.ts";

export type Viewer = { grow(): Promise<void> };

/** Takes over from what the server rendered once there is more to show than that. */
export const viewer = (section: HTMLElement): Viewer => {
	const lines = part("lines", section);
	const more = part("more", section);
	if (!lines || !more) throw new Error("a run without its viewer");
	let reader: OutputReader | null = null;
	let next = 0;
	let loaded = 0;
	// The server's first part stays until the first page is here.
	let taken = false;
	let stale = false;
	let ended = section.dataset.whole === "yes";
	let followed = false;
	let trimmed = false;
	let busy: Promise<void> | null = null;
	const shown = shelf(lines, () => void again(0));

	const raw = section.querySelector<HTMLInputElement>('input[name="raw"]');
	const isRaw = () => raw?.checked ?? false;
	const live = () => section.dataset.state === "running";
	const restart = (after: number) => {
		reader = null;
		[next, loaded, taken, stale, ended, trimmed] = [after, 0, true, true, false, false];
	};
	const page = async (): Promise<number> => {
		const got = await ask(`${section.dataset.src}?after=${next}`, Records);
		if (!got || got.records.length === 0) return 0;
		const following = atBottom(lines);
		if (stale) shown.clear(next > 0);
		stale = false;
		next = got.next;
		ended = got.records.at(-1)?.last ?? false;
		loaded += got.records.reduce((sum, { kind, length }) => sum + (kind === "event" ? 0 : length), 0);
		reader ??= outputReader({ page: got.codePage, raw: isRaw() });
		const pieces = got.records.map(decoded).flatMap(reader.read);
		if (shown.add(strips(pieces), strips(reader.open()))) trimmed = true;
		// Of a run that has ended the server knows it.
		const how = part("reading", section);
		if (how && live()) how.textContent = readingText(reader.reading());
		if (followed && following) lines.scrollTop = lines.scrollHeight;
		return got.records.length;
	};
	const load = (wanted: () => boolean): Promise<void> => {
		busy ??= (async () => {
			if (!taken) restart(0);
			while (!ended && (await page()) > 0 && wanted());
			tell();
		})().finally(() => {
			busy = null;
		});
		return busy;
	};
	const loadMore = (bytes: number): Promise<void> => {
		const from = loaded;
		return load(() => loaded - from < bytes);
	};
	const again = async (after: number) => {
		await busy;
		restart(after);
		await load(() => after > 0 || loaded < firstBytes);
		if (after > 0) lines.scrollTop = lines.scrollHeight;
	};
	const tell = () => {
		if (live()) return more.replaceChildren("Live. Scroll up in the output to stop following.");
		if (ended || !taken) return more.replaceChildren();
		const [last, all] = [Number(section.dataset.last), Number(section.dataset.bytes)];
		more.replaceChildren(
			`${size(loaded)} of ${size(all)} ${trimmed ? "loaded so far" : "shown here"}. `,
			all - loaded <= catchUpBytes
				? button("Load the rest", () => void load(() => true))
				: button("Load more", () => void loadMore(moreBytes)),
			...(last > endRecords ? [" ", button("Show the end", () => void again(last - endRecords))] : []),
		);
	};
	const grow = async (): Promise<void> => {
		if (live()) {
			followed = true;
			return load(live);
		}
		if (ended) return tell();
		if (followed) await loadMore(catchUpBytes);
		else if (!taken) await loadMore(firstBytes);
		followed = false;
	};
	raw?.addEventListener("change", () => void again(0));
	lines.addEventListener("scroll", () => {
		if (taken && !ended && !live() && nearBottom(lines)) void load(() => false);
	});
	return { grow };
};

/** How much is still loaded by itself when a run that was followed has ended, and at once on demand. */
const catchUpBytes = 8_388_608;
const moreBytes = 2_097_152;
/** Anything that replaces the server's first part has at least as much. */
const firstBytes = 65_536;

const decoded = ({ bytes, ...rest }: z.infer<typeof Records>["records"][number]): Shown => ({
	...rest,
	bytes: bytes === null ? null : fromBase64(bytes),
});

/** What [Show the end] loads: records of at most 1 MiB, mostly far smaller. */
const endRecords = 20;

const atBottom = (box: HTMLElement) => box.scrollHeight - box.scrollTop - box.clientHeight < 40;
const nearBottom = (box: HTMLElement) => box.scrollHeight - box.scrollTop - box.clientHeight < 800;
