// workerd's inspector: how much of V8's heap is in use. Asked for a collection of garbage or a heap snapshot, workerd 1.20261117 doesn't
// answer.
import { WebSocket } from "ws";
import { z } from "zod";

const Isolates = z.array(z.looseObject({ id: z.string(), webSocketDebuggerUrl: z.string() }));
const Answer = z.looseObject({ id: z.int(), result: z.unknown() });
const Usage = z.looseObject({
	usedSize: z.number(),
	totalSize: z.number(),
	embedderHeapUsedSize: z.number(),
	backingStorageSize: z.number(),
});

/** Of one isolate, in MiB: `used` of `total`, garbage with it, and buffers. */
export type Heap = { used: number; total: number; buffers: number };

/** `worker`: its name. */
export const heapOf = async (port: number, worker: string): Promise<Heap> => {
	const listed = await fetch(`http://127.0.0.1:${port}/json`);
	const own = Isolates.parse(await listed.json()).find(({ id }) => id.endsWith(worker));
	if (!own) throw new Error(`no isolate is called ${worker}`);
	const { ask, close } = await connected(own.webSocketDebuggerUrl);
	try {
		const usage = Usage.parse(await ask("Runtime.getHeapUsage"));
		return {
			used: (usage.usedSize + usage.embedderHeapUsedSize) / 2 ** 20,
			total: usage.totalSize / 2 ** 20,
			buffers: usage.backingStorageSize / 2 ** 20,
		};
	} finally {
		close();
	}
};

const connected = async (url: string) => {
	const socket = new WebSocket(url);
	const waiting = new Map<number, (result: unknown) => void>();
	socket.on("message", (data) => {
		const answer = Answer.safeParse(JSON.parse(String(data)));
		if (answer.success) waiting.get(answer.data.id)?.(answer.data.result);
	});
	await new Promise((open, failed) => socket.once("open", open).once("error", failed));
	let count = 0;
	const ask = (method: string): Promise<unknown> =>
		new Promise((answered) => {
			waiting.set(++count, answered);
			socket.send(JSON.stringify({ id: count, method }));
		});
	return { ask, close: () => socket.close() };
};
