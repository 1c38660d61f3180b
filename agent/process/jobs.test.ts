// Which processes a run's job takes in, with a job that only remembers.
import { expect, test } from "vitest";
import type { Born } from "../windows/children.ts";
import { takeIn } from "./jobs.ts";

const root = 10;
const child = { pid: 11, parent: root };
const grandchild = { pid: 12, parent: child.pid };
const others = [
	{ pid: 1, parent: 0 },
	{ pid: 2, parent: 1 },
];

/** Windows with these processes; `ended` have ended, `refused` can't be taken in. */
const windows = (
	running: Born[],
	{ ended = [], refused = [] }: { ended?: number[]; refused?: number[] } = {},
) => {
	const members = new Set<number>();
	const job = {
		members: () => [...members],
		add: (pid: number) => {
			if (ended.includes(pid)) return "ended" as const;
			if (refused.includes(pid)) return "refused" as const;
			members.add(pid);
			return "added" as const;
		},
	};
	takeIn(job, root, () => running);
	return job.members();
};

test("a job takes in a process with all that it has started by then, and nothing else", () => {
	expect(windows([...others, grandchild, { pid: root, parent: 1 }, child])).toEqual([root, 11, 12]);
});

test("a job takes in what a process started before it ended", () => {
	expect(windows([...others, grandchild, child], { ended: [root] })).toEqual([11, 12]);
	expect(windows([...others, grandchild], { ended: [root] })).toEqual([]);
});

test("a job that Windows refuses to put a living process into says so", () => {
	expect(() => windows([{ pid: root, parent: 1 }], { refused: [root] })).toThrow("doesn't take the process");
});
