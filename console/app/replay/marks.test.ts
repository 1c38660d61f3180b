import { expect, test } from "vitest";
import { marksIn } from "./marks.ts";

const cast = '{"version":2}\n[1,"o","a,\\"m\\",b"]\n[2,"m","exit code 3"]\n';

test("the marks of a recording are its markers alone", () => {
	expect(marksIn(cast)).toEqual([{ at: 2, text: "exit code 3" }]);
});

test("a recording that broke off has none", () => {
	for (const length of [0, 10, cast.length - 10, cast.length - 1])
		expect(marksIn(cast.slice(0, length))).toBeNull();
});
