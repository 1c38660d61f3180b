// Evidence bundles in tests: taken apart, changed, and packed again by someone who can make every hash, and no signature.
import { makeZip } from "client-zip";
import { unzipSync } from "fflate";
import { evidenceBundle } from "../../../../console/export/bundle.ts";
import { fromUtf8, utf8 } from "../../../../protocol/bytes.ts";
import type { TranscriptSource } from "../../../../protocol/read/transcript-source.ts";
import { sha256Hex } from "../../../keys/crypto.ts";
import { accepted } from "../../run/delivered.ts";
import { signSessionHead } from "../../show/posted.ts";
import { approved, emptySession, later, opened, played, proposed, runtime, sourceOf } from "./making.ts";
import type { Loose } from "./stored.ts";

export type Files = Record<string, Uint8Array>;

/** Its evidence bundle, as it is downloaded. */
export const bundleOf = async ({
	source,
	clock,
}: {
	source: TranscriptSource;
	clock: { now: number };
}): Promise<Uint8Array> =>
	new Uint8Array(await new Response(evidenceBundle(source, clock.now + 60_000)).arrayBuffer());

export const unpacked = (bundle: Uint8Array): Files => ({ ...unzipSync(bundle) });

/** With a manifest that fits, and the seal that was there. */
export const packed = async (files: Files): Promise<Uint8Array> => {
	const { "manifest.json": manifest = new Uint8Array(0), ...rest } = files;
	const { seal, files: _, ...of } = JSON.parse(fromUtf8(manifest));
	const listed = Object.entries(rest).map(([name, bytes]) => ({
		...{ name, bytes: bytes.length },
		sha256: sha256Hex(bytes),
	}));
	const text = `${JSON.stringify(of).slice(0, -1)},\n"files":[\n${listed.map((one) => JSON.stringify(one)).join(",\n")}],\n`;
	return zipped({ ...rest, "manifest.json": utf8(`${text}"seal":${JSON.stringify(seal)}}\n`) });
};

/** With the manifest that is there. */
export const zipped = async (files: Files): Promise<Uint8Array> => {
	const lastModified = new Date(Date.UTC(2026, 0, 1));
	const all = Object.entries(files).map(([name, input]) => ({ name, lastModified, input }));
	return new Uint8Array(await new Response(makeZip(all, { buffersAreUTF8: true })).arrayBuffer());
};

/** Changes the rows of a file of lines. */
export const rewritten = (
	files: Files,
	name: string,
	change: (rows: Loose[]) => Loose[] | undefined,
): void => {
	const rows = fromUtf8(files[name] as Uint8Array)
		.split("\n")
		.slice(0, -1)
		.map((line) => JSON.parse(line));
	const now = change(rows) ?? rows;
	files[name] = utf8(now.map((one) => `${JSON.stringify(one)}\n`).join(""));
};

/** One plan of three steps on one endpoint, which ran. */
export const smallSession = async () => {
	const it = emptySession(3);
	const { core, clock } = it;
	opened(it);
	const plan = proposed(it, "seq 1 3", it.machines.slice(0, 1));
	approved(it, plan);
	for (const { id: on } of it.machines.slice(0, 1)) {
		core.store.deliveries.set(plan, on, "granted", null);
		accepted(core, plan, on, runtime, later(clock));
	}
	for (const run of core.store.runs.of(plan))
		await played(it, run, {
			says: [
				["stdout", "1\n2\n"],
				["stderr", "careful\n"],
				["stdout", "3\n4\n"],
			],
			end: { outcome: "exited", code: 0 },
		});
	await signSessionHead(core, later(clock));
	return { ...it, source: sourceOf(it) };
};
