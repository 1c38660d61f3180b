// Records: what the Worker confirmed to an agent is in the recording, byte for byte, and so is all that a process wrote.
import { unpack } from "../../../../worker/durable/packed.ts";
import type { Host } from "../world/machines.ts";
import type { Scene } from "../world/set-up.ts";

export const recordProblems = (scene: Scene): string[] =>
	[...scene.machines.values()].flatMap((host) => [
		...lost(scene, host),
		...unwritten(scene, host),
		...unerased(scene, host),
	]);

type Row = { n: number; kind: string; at: number; payload: Uint8Array<ArrayBuffer> | null };

/** Of all of its parts, in their order. */
const rowsOf = ({ objects }: Scene, run: string): Row[] =>
	objects
		.all()
		.filter(({ kind, name }) => kind === "RECORDING" && name.split(".")[0] === run)
		.flatMap(({ storage }) => storage.all("SELECT n, kind, at, payload FROM records") as Row[])
		.map((row) => ({
			...row,
			payload: row.payload && row.kind === "event" ? unpack(row.payload) : row.payload,
		}))
		.toSorted((a, b) => a.n - b.n);

const text = (bytes: Uint8Array | null): string => Buffer.from(bytes ?? []).toString("latin1");

const lost = (scene: Scene, { name, acked, sent }: Host): string[] =>
	[...acked].flatMap(([run, n]) => {
		const rows = new Map(rowsOf(scene, run).map((row) => [Number(row.n), row]));
		const found: string[] = [];
		for (let i = 1; i <= n; i++) {
			const row = rows.get(i);
			const is = row && `${row.kind} ${row.at} ${text(row.payload)}`;
			if (row && row.payload === null && erased(scene, run)) continue;
			if (!is) found.push(`${name}: record ${i} of ${run} was confirmed and is lost`);
			else if (is !== sent.get(run)?.get(i))
				found.push(`${name}: record ${i} of ${run} is not as it was sent`);
		}
		return found;
	});

/** Whether two people, or policy, decided that its output goes. */
const erased = ({ objects }: Scene, run: string): boolean =>
	objects
		.all()
		.filter(({ kind }) => kind === "SESSION")
		.some(({ storage }) =>
			storage.all("SELECT id FROM runs WHERE erased IS NOT NULL").some(({ id }) => id === run),
		);

/** None of it is left, nor in chat. */
const unerased = (scene: Scene, { executions }: Host): string[] =>
	executions
		.filter(({ run, wrote }) => erased(scene, run) && wrote.stdout.length + wrote.stderr.length > 0)
		.flatMap(({ run }) => {
			const kept = rowsOf(scene, run).some(({ kind, payload }) => kind !== "event" && payload !== null);
			const shown = scene.chat.messages.some(({ shown }) => JSON.stringify(shown).includes(` of ${run} `));
			return [
				...(kept ? [`${run} was erased, and its recording has output`] : []),
				...(shown ? [`${run} was erased, and chat shows its output`] : []),
			];
		});

/** What the Worker takes no more stays there. */
const keeps = ({ db }: Host["disk"], run: string): boolean =>
	(db?.prepare("SELECT run FROM spool").all() ?? []).some((row) => row.run === run);

/** A process that was watched to its end has all of its output in the recording. */
const unwritten = (scene: Scene, { name, executions, removed, disk }: Host): string[] =>
	executions
		.filter(({ end, run }) => end === "exited" && !erased(scene, run) && !(removed && keeps(disk, run)))
		.flatMap(({ run, wrote }) => {
			const rows = rowsOf(scene, run);
			const last = text(rows.at(-1)?.payload ?? null);
			// The agent died before it had read all: the end says that it is unknown.
			if (last.includes('\\"outcome\\":\\"unknown\\"')) return [];
			return (["stdout", "stderr"] as const).flatMap((stream) => {
				const stored = rows.filter(({ kind }) => kind === stream).map(({ payload }) => text(payload));
				const all = Buffer.from(wrote[stream]).toString("latin1");
				return stored.join("") === all ? [] : [`${name}: ${stream} of ${run} is not what it wrote`];
			});
		});
