// workerd's inspector: how much of V8's heap is in use, and what is in it.
import { WebSocket } from "ws";
import { z } from "zod";

const Isolates = z.array(z.looseObject({ id: z.string(), webSocketDebuggerUrl: z.string() }));
const Answer = z.looseObject({ id: z.int(), result: z.unknown() });
const Chunk = z.looseObject({
	method: z.literal("HeapProfiler.addHeapSnapshotChunk"),
	params: z.looseObject({ chunk: z.string() }),
});
const Usage = z.looseObject({
	usedSize: z.number(),
	totalSize: z.number(),
	embedderHeapUsedSize: z.number(),
	backingStorageSize: z.number(),
});

/** Of the Worker's own isolate, in MiB: `used` of `total`, garbage with it; bytes of buffers; the text of a heap snapshot, which has
 * what is reachable alone. */
export type Heap = { used: number; total: number; buffers: number; snapshot: string };

/** `worker`: its name. `withSnapshot`: takes a second or more, and the isolate stands still meanwhile. */
export const heapOf = async (port: number, worker: string, withSnapshot = false): Promise<Heap> => {
	const listed = await fetch(`http://127.0.0.1:${port}/json`);
	const own = Isolates.parse(await listed.json()).find(({ id }) => id.endsWith(worker));
	if (!own) throw new Error(`no isolate is called ${worker}`);
	const { ask, chunks, close } = await connected(own.webSocketDebuggerUrl);
	try {
		await ask("HeapProfiler.enable");
		const usage = Usage.parse(await ask("Runtime.getHeapUsage"));
		if (withSnapshot) await ask("HeapProfiler.takeHeapSnapshot");
		return {
			used: (usage.usedSize + usage.embedderHeapUsedSize) / 2 ** 20,
			total: usage.totalSize / 2 ** 20,
			buffers: usage.backingStorageSize / 2 ** 20,
			snapshot: chunks.join(""),
		};
	} finally {
		close();
	}
};

const connected = async (url: string) => {
	const socket = new WebSocket(url, { maxPayload: 0 });
	const waiting = new Map<number, (result: unknown) => void>();
	const chunks: string[] = [];
	socket.on("message", (data) => {
		const message: unknown = JSON.parse(String(data));
		const chunk = Chunk.safeParse(message);
		if (chunk.success) chunks.push(chunk.data.params.chunk);
		const answer = Answer.safeParse(message);
		if (answer.success) waiting.get(answer.data.id)?.(answer.data.result);
	});
	await new Promise((open, failed) => socket.once("open", open).once("error", failed));
	let count = 0;
	const ask = (method: string): Promise<unknown> =>
		new Promise((answered) => {
			waiting.set(++count, answered);
			socket.send(JSON.stringify({ id: count, method }));
		});
	return { ask, chunks, close: () => socket.close() };
};

type Snapshot = {
	snapshot: { meta: { node_fields: string[]; node_types: [string[], ...unknown[]] } };
	nodes: number[];
	strings: string[];
};

/** What a snapshot has of each kind: how many, and their own bytes. */
export const byConstructor = (text: string): Map<string, { count: number; bytes: number }> => {
	const { snapshot, nodes, strings } = JSON.parse(text) as Snapshot;
	const fields = snapshot.meta.node_fields;
	const [types] = snapshot.meta.node_types;
	const [type, name, size] = ["type", "name", "self_size"].map((field) => fields.indexOf(field)) as [
		number,
		number,
		number,
	];
	const found = new Map<string, { count: number; bytes: number }>();
	for (let at = 0; at < nodes.length; at += fields.length) {
		const kind = types[nodes[at + type] ?? 0] ?? "";
		const named = kind === "object" || kind === "native" || kind === "closure";
		const key = named ? `${kind} ${strings[nodes[at + name] ?? 0]?.slice(0, 60)}` : kind;
		const one = found.get(key) ?? { count: 0, bytes: 0 };
		one.count++;
		one.bytes += nodes[at + size] ?? 0;
		found.set(key, one);
	}
	return found;
};
