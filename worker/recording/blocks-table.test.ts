// Notes of records that report something of earlier blocks.
import { expect, test } from "vitest";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { blocksTable } from "./blocks-table.ts";

test("a record that reports of thousands of places is noted in a few questions, however they are spread", () => {
	const { sql } = memoryStorage();
	let asked = 0;
	const counting = {
		...sql,
		exec: (...query: Parameters<SqlStorage["exec"]>) => {
			asked++;
			return sql.exec(...query);
		},
	};
	const none = { stdout: 0, stderr: 0 };
	const first = { n: 1, skip: 0, ...none, lines: none, carried: { stdout: null, stderr: null } };
	const table = blocksTable(counting as SqlStorage, () => first);
	const many = 2_000;
	for (let i = 1; i <= many; i++) table.add({ ...first, n: 2 * i, stdout: 100 * i, stderr: 10 * i });
	// The first begins in block 0; block `i` begins before the place after its beginning.
	const places = Array.from({ length: many }, (_, i) => ({
		stdout: 100 * i + 1,
		stderr: i < 5 ? 0 : 10 * (i - 5),
	}));
	asked = 0;
	table.note(2 * many - 7, places);
	expect(asked).toBeLessThan(20);
	expect([0, 1, many - 5, many - 4].map((i) => table.notes(i).noted)).toEqual([
		[2 * many - 7],
		[2 * many - 7],
		[2 * many - 7],
		[],
	]);
});
