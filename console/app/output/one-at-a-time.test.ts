import { expect, test } from "vitest";
import { oneAtATime } from "./one-at-a-time.ts";

test("a second redraw of a block begins after the first one, and a third that waits is the second", async () => {
	const ends: (() => void)[] = [];
	const begun: string[] = [];
	const work = async ({ name }: { name: string }): Promise<void> => {
		begun.push(name);
		await new Promise<void>((end) => ends.push(end));
	};
	const redraw = oneAtATime(work);
	const [one, other] = [{ name: "one" }, { name: "other" }];
	const first = redraw(one);
	await Promise.all([redraw(one), redraw(one)]);
	const apart = redraw(other);
	expect(begun).toEqual(["one", "other"]);
	ends[0]?.();
	ends[1]?.();
	await apart;
	await expect.poll(() => begun).toEqual(["one", "other", "one"]);
	ends[2]?.();
	await first;
	expect(begun).toHaveLength(3);
});

test("a redraw that fails leaves the block to the next one", async () => {
	let fails = true;
	const redraw = oneAtATime(async () => {
		if (fails) throw new Error("no answer");
	});
	const block = {};
	await expect(redraw(block)).rejects.toThrow("no answer");
	fails = false;
	await redraw(block);
});
