// The world's time. Everything that happens is a task with a moment; the earliest is next. What a life started dies with it.
import { AsyncLocalStorage } from "node:async_hooks";

/** A machine's own clock: how far it is from the world's, in ms. */
export type Machine = { skew: number };

/** Something that runs until it ends or is killed: a process, an object in memory, a request. */
/** `waits`: how many answers it waits for. */
export type Life = {
	name: string;
	machine: Machine;
	alive: boolean;
	began: number;
	waits: number;
	ended: number;
};

export type Task = {
	at: number;
	order: number;
	life: Life;
	what: string | null;
	run: () => void;
	gone: boolean;
};

export type Time = ReturnType<typeof newTime>;

const within = new AsyncLocalStorage<Life>();

export const newTime = (start: number, note: (line: string) => void) => {
	const network: Life = {
		name: "the world",
		machine: { skew: 0 },
		alive: true,
		began: start,
		waits: 0,
		ended: Number.POSITIVE_INFINITY,
	};
	const tasks = newQueue();
	let now = start;
	let order = 0;
	const life = (): Life => within.getStore() ?? network;
	const at = (moment: number, what: string | null, run: () => void, owner: Life = life()): Task => {
		const task = { at: Math.max(now, moment), order: order++, life: owner, what, run, gone: false };
		tasks.push(task);
		return task;
	};
	return {
		now: () => now,
		/** What the clock of the machine shows on which this runs. */
		clock: () => Math.floor(now) + life().machine.skew,
		life,
		/** Something that this life waits for, so that it is not idle. */
		awaited: <T>(promise: Promise<T>): Promise<T> => {
			const waiter = life();
			waiter.waits++;
			return promise.finally(() => {
				waiter.waits--;
			});
		},
		born: (name: string, machine: Machine): Life => ({
			name,
			machine,
			alive: true,
			began: now,
			waits: 0,
			ended: Number.POSITIVE_INFINITY,
		}),
		end: (one: Life): void => {
			one.alive = false;
			one.ended = now;
		},
		/** Whether what a dead life had sent is lost by now. */
		isForgotten: (one: Life, after: number): boolean => now > one.ended + after,
		in: <T>(owner: Life, run: () => T): T => within.run(owner, run),
		/** `what` null: too small to be noted. */
		at,
		after: (delay: number, what: string | null, run: () => void, owner?: Life): Task =>
			at(now + delay, what, run, owner),
		/** By the world itself, which nothing kills. */
		world: (delay: number, what: string | null, run: () => void): Task => at(now + delay, what, run, network),
		next: (): Task | undefined => tasks.peek(),
		/** Nothing else happens until then. */
		pass: (moment: number): void => {
			now = Math.max(now, moment);
		},
		/** Does the next thing, and all that follows from it at once. */
		step: (onUncaught: (error: unknown) => void): void => {
			const task = tasks.pop();
			if (task && !task.gone && task.life.alive) {
				now = task.at;
				if (task.what !== null) note(`${now - start} ${task.life.name}: ${task.what}`);
				within.run(task.life, () => {
					try {
						task.run();
					} catch (error) {
						onUncaught(error);
					}
				});
			}
			turn();
		},
	};
};

/** Does all that was promised, and what follows from it, without the rest of a turn of the event loop. Node has it for such
 * needs, though not in its documents. */
const { _tickCallback: turn } = process as unknown as { _tickCallback: () => void };

/** A heap: the earliest first, of one moment the one that was made first. */
const newQueue = () => {
	const heap: Task[] = [];
	const before = (a: Task, b: Task) => a.at < b.at || (a.at === b.at && a.order < b.order);
	const swap = (i: number, j: number) => {
		const kept = heap[i] as Task;
		heap[i] = heap[j] as Task;
		heap[j] = kept;
	};
	return {
		peek: () => heap[0],
		push(task: Task) {
			heap.push(task);
			for (let i = heap.length - 1; i > 0; ) {
				const up = (i - 1) >> 1;
				if (!before(heap[i] as Task, heap[up] as Task)) break;
				swap(i, up);
				i = up;
			}
		},
		pop(): Task | undefined {
			const first = heap[0];
			const last = heap.pop();
			if (!last || heap.length === 0) return first;
			heap[0] = last;
			for (let i = 0; ; ) {
				let least = i;
				for (const child of [2 * i + 1, 2 * i + 2])
					if (child < heap.length && before(heap[child] as Task, heap[least] as Task)) least = child;
				if (least === i) return first;
				swap(i, least);
				i = least;
			}
		},
	};
};
