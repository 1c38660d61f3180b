// Secrets in what a step puts out: in each form, across pieces of any size, and nothing else changes.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { InsideEntry } from "../../protocol/record/inside.ts";
import { newFinder } from "./finder.ts";
import { formsOf } from "./forms.ts";
import { mark, newMask } from "./mask.ts";
import { newMasking } from "./masking.ts";

const secret = `Pä$s "w&<ö>'rd\\1/`;

/** All that is kept of a stream that comes in pieces of this size. */
const kept = (bytes: Uint8Array, size: number, secrets = [secret], page: number | null = 850) => {
	const forms = secrets.flatMap((one) => formsOf(one, page));
	let found = 0;
	const mask = newMask(newFinder(forms), () => found++);
	const parts: Uint8Array[] = [];
	for (let at = 0; at < bytes.length; at += size)
		parts.push(...mask.take(bytes.subarray(at, at + size)).map((one) => Buffer.from(one)));
	parts.push(...mask.rest());
	return { bytes: Buffer.concat(parts), found };
};

const utf8 = (text: string) => Buffer.from(text, "utf8");
const forms: [string, Uint8Array, BufferEncoding?][] = [
	["in UTF-8", utf8(secret)],
	["in UTF-16LE", Buffer.from(secret, "utf16le"), "utf16le"],
	["in the console's code page", Buffer.from(`P\x84$s "w&<\x94>'rd\\1/`, "latin1")],
	["in base64", utf8(utf8(secret).toString("base64"))],
	["in base64 of UTF-16LE", utf8(Buffer.from(secret, "utf16le").toString("base64"))],
	["in base64 for URLs", utf8(utf8(secret).toString("base64url"))],
	["in hexadecimal", utf8(utf8(secret).toString("hex"))],
	[
		"in upper-case hexadecimal of UTF-16LE",
		utf8(Buffer.from(secret, "utf16le").toString("hex").toUpperCase()),
	],
	[
		"as BitConverter shows it",
		utf8(
			utf8(secret)
				.toString("hex")
				.toUpperCase()
				.replace(/..(?=.)/g, "$&-"),
		),
	],
	["in a URL", utf8(encodeURIComponent(secret))],
	["in a form", utf8(new URLSearchParams({ a: secret }).toString().slice(2))],
	["in JSON", utf8(JSON.stringify(secret).slice(1, -1))],
	["in JSON of ASCII alone", utf8(`P\\u00e4$s \\"w&<\\u00f6>'rd\\\\1/`)],
	["in JSON of Windows PowerShell", utf8(`P\\u00e4$s \\"w\\u0026\\u003c\\u00f6\\u003e\\u0027rd\\\\1/`)],
	["in XML", utf8(`Pä$s &quot;w&amp;&lt;ö&gt;&apos;rd\\1/`)],
	["in PowerShell's XML", utf8(`Pä$s "w&amp;&lt;ö&gt;'rd\\1/`)],
	["quoted by a shell", utf8(`Pä$s "w&<ö>'\\''rd\\1/`)],
	["quoted by PowerShell", utf8(`Pä$s "w&<ö>''rd\\1/`)],
];

describe("a secret is masked", () => {
	test.each(forms)("%s, wherever a piece ends", (_, form, encoding = "utf8") => {
		const [before, after] = [Buffer.from("before ", encoding), Buffer.from(" after\n", encoding)];
		const all = Buffer.concat([before, form, after, form, after]);
		const expected = Buffer.from(`before ${mark} after\n${mark} after\n`, encoding);
		for (const size of [1, 2, 3, 7, all.length])
			expect(kept(all, size)).toEqual({ bytes: expected, found: 2 });
	});

	test("inside a longer text in base64, wherever it begins there", () => {
		for (const before of ["", "a", "ab", "abc"]) {
			const text = utf8(`${before}${secret}, and more`).toString("base64");
			const { bytes, found } = kept(utf8(text), 5);
			expect(found).toBe(1);
			// At most the characters beside it, which hold bits of what is around it.
			expect(text).not.toContain(bytes.toString());
			const rest = bytes.toString().replace(mark, "");
			expect(rest.length).toBeLessThan(text.length - utf8(secret).length);
		}
	});

	test("and the beginning of one at the end of the stream", () => {
		expect(kept(utf8('so far: Pä$s "'), 4).bytes.toString()).toBe(`so far: ${mark}`);
		expect(kept(utf8("so far: Pä"), 4).bytes.toString()).toBe("so far: Pä");
	});

	test("twice where two overlap or touch: no byte of either is kept", () => {
		const two = ["abcabc12", "c12xyz"];
		expect(kept(utf8("-abcabc12xyz-"), 1, two).bytes.toString()).toBe(`-${mark}-`);
		expect(kept(utf8("-abcabc12abcabc12-"), 3, two).bytes.toString()).toBe(`-${mark}${mark}-`);
		expect(kept(utf8("-abcabcabc12-"), 1, two).bytes.toString()).toBe(`-abc${mark}-`);
		const many = utf8(`-${"a".repeat(100_000)}-`);
		for (const size of [1, 4_096]) expect(kept(many, size, ["aaaa"]).bytes.toString()).toBe(`-${mark}-`);
	});
});

test("other bytes stay as they are, in pieces of any size", () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 40 }), (bytes, size) => {
			expect(kept(bytes, size).bytes).toEqual(Buffer.from(bytes));
		}),
	);
});

test("what is kept never has the secret, whatever is around it, and in pieces of any size", () => {
	const part = fc.constantFrom("abca", "abcabd", "ab", "c", "abcabcabd", "d", "-");
	fc.assert(
		fc.property(fc.array(part, { maxLength: 30 }), fc.integer({ min: 1, max: 9 }), (parts, size) => {
			const text = parts.join("");
			const { bytes, found } = kept(utf8(text), size, ["abcabd"], null);
			expect(bytes.toString()).not.toContain("abcabd");
			expect(bytes.toString().replace(/\[masked by Caisey\]$/, "")).not.toContain("abcabd");
			if (!text.includes("abcabd") && found === 0) expect(bytes.toString()).toBe(text);
		}),
	);
});

describe("a secret that the step is handed while it runs", () => {
	const saidAfter = (first: string[], before: string, later: string[]) => {
		const masking = newMasking(first, null);
		const kept = [...masking.output("stdout", utf8(before))].map((one) => Buffer.from(one));
		masking.learn("hunter-2-hunter");
		for (const one of later)
			kept.push(...masking.output("stdout", utf8(one)).map((bytes) => Buffer.from(bytes)));
		kept.push(...masking.rest().map(([, bytes]) => Buffer.from(bytes)));
		return [Buffer.concat(kept).toString(), masking.counts().stdout] as const;
	};

	test.each([1, 2, 5, 100])("is masked from then on, in pieces of %i, in each form, and counted", (size) => {
		const said = `it is hunter-2-hunter, or ${utf8("hunter-2-hunter").toString("base64")}.`;
		const pieces = said.match(new RegExp(`.{1,${size}}`, "g")) ?? [];
		expect(saidAfter([], "no secret yet: hunter-\n", pieces)).toEqual([
			`no secret yet: hunter-\nit is ${mark}, or ${mark}.`,
			2,
		]);
	});

	test("loses none of the bytes that were held back for another one", () => {
		expect(saidAfter(["hunchback"], "hun", ["dred"])).toEqual(["hundred", 0]);
		expect(saidAfter(["hunchback"], "hun", ["chback!"])).toEqual([`${mark}!`, 1]);
		expect(saidAfter(["hunchback"], "hun", ["ter-2-hunter!"])).toEqual([`${mark}!`, 1]);
		expect(saidAfter(["aaaa"], "aaaaa", ["a!"])).toEqual([`${mark}!`, 1]);
	});

	test("is masked in what the shell reports and in texts of the agent", () => {
		const masking = newMasking([], null);
		const note = { type: "note", v: 1, text: "hunter-2-hunter" } as const;
		expect(masking.event(note)).toEqual(note);
		masking.learn("hunter-2-hunter");
		expect([masking.event(note), masking.text("<hunter-2-hunter>")]).toEqual([
			{ ...note, text: mark },
			`<${mark}>`,
		]);
		expect(masking.counts()).toMatchObject({ inside: 2 });
	});
});

describe("events of a step", () => {
	const masking = newMasking([secret], null);
	const at = { at: 1, place: { stdout: 0, stderr: 0 } };

	test("have none in what the shell reported, nor in notes, and they are counted", () => {
		const native: InsideEntry = {
			...{ what: "native", ...at, path: "/bin/echo", arguments: [`-p${secret}`], code: 0 },
			...{ bestEffort: false, output: "bytes", position: null },
		};
		const masked = masking.event({ type: "inside", v: 1, entries: [native] });
		expect(masked).toMatchObject({ entries: [{ path: "/bin/echo", arguments: [`-p${mark}`] }] });
		expect(masking.event({ type: "note", v: 1, text: `It said ${secret}.` })).toMatchObject({
			text: `It said ${mark}.`,
		});
		expect(masking.counts()).toEqual({ stdout: 0, stderr: 0, inside: 2 });
	});

	test("have none that is short in characters, but long enough in bytes", () => {
		const short = newMasking(["äöü"], null);
		expect(short.event({ type: "note", v: 1, text: "äöü" })).toMatchObject({ text: mark });
	});

	test("have no beginning of one where the host has cut a text", () => {
		const said = (text: string) => masking.event({ type: "note", v: 1, text });
		expect(said('It said Pä$s "w… (7 more characters)')).toMatchObject({
			text: `It said ${mark}… (7 more characters)`,
		});
		expect(said("It said so… (7 more characters)")).toMatchObject({
			text: "It said so… (7 more characters)",
		});
	});

	test("keep the agent's own words", () => {
		const started = { type: "started", v: 1, pid: 7 } as const;
		expect(masking.event(started)).toEqual(started);
		expect(masking.end({ outcome: "not-started", reason: `no ${secret}` })).toEqual({
			outcome: "not-started",
			reason: `no ${mark}`,
		});
	});
});
