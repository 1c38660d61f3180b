// Random changes that someone makes by accident or on purpose: none goes unseen. A failure names its number: it is its seed.
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { utf8 } from "../../../protocol/bytes.ts";
import { alter, alterRow, difference, flipped, numbers } from "./testing/changes.ts";
import { exportOf } from "./testing/making.ts";
import { type Proven, provenSession } from "./testing/proven.ts";
import { ask, unsealed } from "./testing/script.ts";
import { judged, type Loose } from "./testing/stored.ts";

let made: Proven;
let text: string;
let other: Loose;
beforeAll(async () => {
	made = await provenSession();
	text = await exportOf(made);
	other = JSON.parse(await exportOf(await provenSession(2)));
});

/** The Worker logs what it can't read. */
beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => {}));

const tryJson = (file: Uint8Array): Loose | undefined => {
	try {
		return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(file));
	} catch {
		return undefined;
	}
};

/** What nothing but the seal protects: docs/transcript.md lists it, and the script calls it open. */
const bySealAlone = [
	/^exportedAt$/,
	/^header\.(client$|people|ticket\.url$)/,
	/^header\.state$|^plans\.\d+\.state$/,
	/^runs\.\d+\.doubted\.doubts/,
];
const isOpen = (path: string, t: Loose): boolean => {
	const [list, at = "", name] = path.split(".");
	const last = t.events.findLast(({ kind }: Loose) => kind === "head.signed");
	if (list === "events") return Number(at) >= JSON.parse(last.payload).body.head.count;
	const run = list === "runs" && t.runs[at];
	return run?.state === "running" && /^(records|stdout|stderr|lastRecord)$/.test(name ?? "");
};

test("of 1,000 changes of a file without its seal, the script overlooks none but those that it calls open", async () => {
	const plain = unsealed(JSON.parse(text));
	const file = utf8(JSON.stringify(plain));
	const open = (await ask(file, made.key.key)).lines.filter((line) => line.startsWith("open"));
	const unseen: string[] = [];
	for (const seed of numbers(1_000)) {
		const t = structuredClone(plain);
		if (seed % 2 === 0) alter(t, other, seed);
		const changed = seed % 2 === 0 ? utf8(JSON.stringify(t)) : flipped(file, seed);
		const now = tryJson(changed);
		const path = now === undefined ? "" : difference(plain, now);
		if (path === null) continue;
		const { code, lines } = await ask(changed, made.key.key);
		const isSeen = code === 1 || lines.filter((line) => line.startsWith("open")).join() !== open.join();
		const isNamed = bySealAlone.some((one) => one.test(path)) || isOpen(path, plain);
		if (!isSeen && !isNamed) unseen.push(`change ${seed}: ${path}`);
	}
	expect(unseen).toEqual([]);
});

test("no bit of a sealed file changes unseen", async () => {
	const file = utf8(text);
	const unseen: number[] = [];
	for (const seed of numbers(100))
		if ((await ask(flipped(file, seed), made.key.key)).code !== 1) unseen.push(seed);
	expect(unseen).toEqual([]);
});

/** docs/transcript.md says what `/verify` doesn't cover: what is shown, sent or kept beside the record. */
const beside = [
	/^session\.(root_key|retention_at|snapshot|once|desk_reminded|client|lives)$/,
	/^thread\.(root_key|since)$/,
	/^plans\.(reminded|draft)$/,
	/^runs\.(lines|excerpt|whole|reading|highlights)$/,
];

test("of 1,000 changes of what is stored, the check inside the Worker overlooks none but those that it calls open", async () => {
	const before = await judged(made, () => {});
	const unseen: string[] = [];
	for (const seed of numbers(1_000)) {
		let changed = "";
		const { ok, said } = await judged(made, () => {
			changed = alterRow(made, seed);
		});
		if (!ok || said.join() !== before.said.join() || beside.some((one) => one.test(changed))) continue;
		unseen.push(`change ${seed}: ${changed}`);
	}
	expect(unseen).toEqual([]);
});
