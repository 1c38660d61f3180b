// What a viewer knows of a run's blocks, on answers of the server as they come.
import { afterEach, expect, test, vi } from "vitest";
import { loading } from "./loading.ts";

afterEach(() => {
	vi.unstubAllGlobals();
});

const start = (id: number) => [id, 10 * id + 1, 0, 100 * id, 0, 0, 0];
const end = { n: 30, stdout: 300, stderr: 0, lines: { stdout: 0, stderr: 0 } };
const list = (generation: number, count: number) => ({
	...{ blocks: Array.from({ length: count }, (_, id) => start(id)), end, complete: true, generation },
});
const block = (generation: number, more: boolean, next: number) => ({
	...{ next, more, generation, codePage: null, carried: { stdout: null, stderr: null } },
	records: [
		{
			...{ kind: "stdout", at: next, offset: 0, length: 0, bytes: "", note: null },
			...{ inside: [], left: false, last: false },
		},
	],
});
/** Each address asked for once more gets the next of its answers; the last one stays. A number: that status. */
const answering = (answers: Record<string, unknown[]>) => {
	vi.stubGlobal("fetch", async (url: string) => {
		const all = answers[url] ?? [];
		const answer = all.length > 1 ? all.shift() : all[0];
		return typeof answer === "number" || answer === undefined
			? new Response("{}", { status: answer ?? 500 })
			: Response.json(answer);
	});
};
/** `again` resolves once the list is to be asked for again. */
const opened = async () => {
	const { promise: again, resolve } = Promise.withResolvers<void>();
	const load = loading("/b", resolve);
	await load.more();
	return { load, again };
};

test("a block is read until there is no more of it", async () => {
	answering({
		"/b?after=-1": [list(0, 3)],
		"/b/1": [block(0, true, 12)],
		"/b/1?after=12": [block(0, true, 15)],
		"/b/1?after=15": [block(0, false, 20)],
	});
	const { load } = await opened();
	const contents = await load.read(1);
	expect(contents?.records.map(({ at }) => at)).toEqual([12, 15, 20]);
	expect(contents?.next).toBe(20);
});

test("an answer of another generation makes the list begin again", async () => {
	answering({ "/b?after=-1": [list(0, 3), list(1, 2)], "/b/1": [block(1, false, 20)] });
	const { load, again } = await opened();
	await expect(load.read(1)).rejects.toThrow("erased");
	await again;
	expect([load.starts.length, load.isComplete()]).toEqual([0, false]);
	await load.more();
	expect(load.starts).toHaveLength(2);
	expect((await load.read(1))?.next).toBe(20);
});

test("so does a block that isn't there any more", async () => {
	answering({ "/b?after=-1": [list(0, 3), list(0, 1)], "/b/2": [404] });
	const { load, again } = await opened();
	await expect(load.read(2)).rejects.toThrow();
	await again;
	await load.more();
	expect(load.starts).toHaveLength(1);
});

test("so does a list of another generation", async () => {
	answering({ "/b?after=-1": [list(0, 3), list(2, 1)], "/b?after=2": [{ ...list(2, 0) }] });
	const { load, again } = await opened();
	await expect(load.more()).rejects.toThrow("erased");
	await again;
	await load.more();
	expect(load.starts).toHaveLength(1);
});
