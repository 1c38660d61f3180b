import { expect, test } from "vitest";
import { readToken } from "./token.ts";

const none = { given: undefined, file: undefined };
const stdin = (text: string) => (from: string | number) => {
	if (from !== 0) throw new Error(`ENOENT: ${from}`);
	return text;
};

test("an enrollment token comes from the command line, from a file, or from standard input", () => {
	expect(readToken({ ...none, given: "c_1.abc" }, stdin(""))).toEqual({ ok: true, token: "c_1.abc" });
	expect(readToken({ ...none, given: "-" }, stdin("c_1.abc\r\n"))).toEqual({ ok: true, token: "c_1.abc" });
	expect(readToken(none, stdin(" c_1.abc\n"))).toEqual({ ok: true, token: "c_1.abc" });
	expect(readToken({ ...none, file: "/t" }, () => "c_1.abc\n")).toEqual({ ok: true, token: "c_1.abc" });
});

test("what is no token isn't sent, and isn't shown", () => {
	for (const text of ["", "\n", "two words", "x".repeat(201)])
		expect(readToken(none, stdin(text))).toMatchObject({
			ok: false,
			error: "There is no token in standard input. See caisey-agent enroll --help.",
		});
	expect(readToken({ ...none, file: "/t" }, stdin(""))).toMatchObject({
		ok: false,
		error: expect.stringContaining("/t"),
	});
	expect(readToken({ given: "a", file: "/t" }, stdin(""))).toMatchObject({ ok: false });
});
