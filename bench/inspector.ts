// workerd's inspector: how much of V8's heap is in use, native wrappers with it. Asked for a collection of garbage or a heap snapshot, workerd 1.20261117 doesn't
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
	const own = (await isolates(port)).find(({ id }) => isOf(id, worker));
	if (!own) throw new Error(`no isolate is called ${worker}`);
	return heap(own);
};

/** Of all isolates but this Worker's: Miniflare's own. */
export const otherHeaps = async (port: number, worker: string): Promise<Heap> => {
	const sum = { used: 0, total: 0, buffers: 0 };
	for (const other of (await isolates(port)).filter(({ id }) => !isOf(id, worker))) {
		const { used, total, buffers } = await heap(other);
		sum.used += used;
		sum.total += total;
		sum.buffers += buffers;
	}
	return sum;
};

/** Others are named after a Worker, too: `assets:router:caisey`. */
const isOf = (id: string, worker: string): boolean => id === `core:user:${worker}`;

type Isolate = z.infer<typeof Isolates>[number];

const isolates = async (port: number): Promise<Isolate[]> =>
	Isolates.parse(await (await fetch(`http://127.0.0.1:${port}/json`)).json());

const heap = async ({ webSocketDebuggerUrl }: Isolate): Promise<Heap> => {
	const { ask, close } = await connected(webSocketDebuggerUrl);
	try {
		const usage = Usage.parse(await ask("Runtime.getHeapUsage"));
		return {
			used: (usage.usedSize + usage.embedderHeapUsedSize) / 2 ** 20,
			total: (usage.totalSize + usage.embedderHeapUsedSize) / 2 ** 20,
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
