import { CP932 } from "iconv-tiny";
import { expect, test } from "vitest";
import { codePageOf, pageOf } from "./pages.ts";

const read = (page: number, ...bytes: number[]) => pageOf(page)?.decode(Uint8Array.from(bytes));

test.each([
	[437, [0x81, 0x9b, 0xb3], "ü¢│"],
	[850, [0x81, 0x9b, 0xd5], "üøı"],
	[852, [0x81, 0x9c], "üť"],
	[858, [0x81, 0xd5], "ü€"],
	[866, [0x8f, 0xe0], "Пр"],
	[1250, [0xfc, 0x9d], "üť"],
	[1251, [0xcf, 0xf0], "Пр"],
	[1252, [0xfc, 0x80], "ü€"],
	[932, [0x41, 0x93, 0xfa, 0x96, 0x7b, 0x8c, 0xea, 0xb1, 0x5c], "A日本語ｱ\\"],
	[936, [0xd6, 0xd0, 0xce, 0xc4, 0x42], "中文B"],
	[949, [0xc7, 0xd1, 0xb1, 0xdb], "한글"],
	[950, [0xa4, 0xa4, 0xa4, 0xe5], "中文"],
])("code page %i reads its letters", (page, bytes, text) => {
	expect(read(page, ...bytes)).toBe(text);
	expect(pageOf(page)?.name).toBe(`code page ${page}`);
});

test.each([
	[1252, [0x61, 0x81, 0x62], "a\udc81b"],
	[932, [0x93, 0x0a], "\udc93\n"],
	[932, [0x93], "\udc93"],
	[936, [0x81, 0x30], "\udc810"],
	[949, [0x81, 0x20], "\udc81 "],
	[950, [0xff, 0x41], "\udcffA"],
])("code page %i keeps a byte that is no character: %j", (page, bytes, text) => {
	expect(read(page, ...bytes)).toBe(text);
});

test("code page 932 reads each of its characters as its published table has them", () => {
	const table = CP932.create({});
	const published = (...bytes: number[]): string => {
		const text = table.decode(Uint8Array.from(bytes), { defaultCharUnicode: "\ufffd" });
		return [...text].length === 1 && text !== "\ufffd" ? text : "";
	};
	const leads = Array.from({ length: 128 }, (_, i) => i + 0x80);
	const pairs = leads.flatMap((one) => Array.from({ length: 256 }, (_, two) => [one, two] as const));
	const known = pairs.filter(([one, two]) => published(one) === "" && published(one, two) !== "");
	expect(known.length).toBeGreaterThan(7_000);
	expect(known.filter((pair) => read(932, ...pair) !== published(...pair))).toEqual([]);
	const others = pairs.filter(([one, two]) => published(one) === "" && published(one, two) === "");
	expect(others.filter((pair) => !/^[\udc80-\udcff]/.test(read(932, ...pair) ?? ""))).toEqual([]);
});

test.each([437, 737, 775, 850, 852, 855, 857, 860, 861, 862, 863, 864, 865, 866, 869, 874])(
	"code page %i leaves ASCII as it is",
	(page) => {
		const ascii = Array.from({ length: 96 }, (_, i) => i + 32);
		const exceptions: Record<number, string> = { 864: "٪" };
		const text = read(page, ...ascii) ?? "";
		expect(text.replace(exceptions[page] ?? "%", "%")).toBe(String.fromCharCode(...ascii));
	},
);

test.each([
	[{ "Code page": "850" }, 850],
	[{ PSVersion: "7.6.9", "code page: console output": "437" }, 437],
	[{ "Code page": "65001" }, null],
	[{ "Code page": "12345" }, null],
	[{ "Code page": "IBM850" }, null],
	[{}, null],
	[undefined, null],
])("a run's facts %j name page %j", (facts, page) => {
	expect(codePageOf(facts)).toBe(page);
});
