// People read what runs: commands and letters as Chromium draws them in DejaVu Sans Mono.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, newPage } from "../console/testing/browser.ts";
import { letters } from "../domain/letters.ts";
import { markBeside } from "../domain/testing/unicode/by-hand.ts";
import { ascii, confusables, skeleton } from "../domain/testing/unicode/published.ts";
import { shown } from "../domain/text.ts";

let browser: Browser;
let page: Page;
beforeAll(async () => {
	browser = await launch();
	({ page } = await newPage(browser));
});
afterAll(() => browser.close());

/** For each text, a hash of its picture. */
const pictures = (texts: string[], width: number): Promise<number[]> =>
	page.evaluate(
		([texts, width]) => {
			const canvas = document.createElement("canvas");
			canvas.width = width;
			canvas.height = 24;
			const context = canvas.getContext("2d", { willReadFrequently: true });
			if (!context) throw new Error("no canvas");
			context.font = '15px "DejaVu Sans Mono"';
			return texts.map((text) => {
				context.clearRect(0, 0, canvas.width, canvas.height);
				context.fillText(text, 2, 17);
				const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
				return new Uint32Array(data.buffer).reduce(
					(hash, pixel) => Math.imul(hash ^ (pixel >>> 24), 16_777_619),
					1,
				);
			});
		},
		[texts, width] as const,
	);

test("2,000 commands with a look-alike don't look like what they imitate", async () => {
	const commands = [
		(one: string) => `rm -rf '/v' && echo "x:1%" ${one}`,
		(one: string) => `cp x${one}y.c /tmp`,
	];
	const unlike = [...confusables.keys()].filter((one) => one > "~" && [...one].length === 1);
	const pairs = unlike.flatMap((one) =>
		ascii
			.filter((like) => skeleton(like) === skeleton(one))
			.flatMap((like) => commands.map((command) => ({ plain: command(like), other: command(one) }))),
	);
	expect(pairs.length).toBeGreaterThan(2_000);
	const both = pairs.flatMap(({ plain, other }) => [plain, other]);
	const raw = await pictures(both.slice(0, 400), 340);
	expect(pairs.filter((_, i) => i < 200 && raw[2 * i] === raw[2 * i + 1]).length).toBeGreaterThan(5);
	const drawn = await pictures(both.map(shown), 340);
	expect(pairs.filter((_, i) => drawn[2 * i] === drawn[2 * i + 1])).toEqual([]);
});

test("no letter that makes a word plain is drawn as another one, or as ASCII", async () => {
	const { Latin, Greek, Cyrillic } = letters;
	const own = [...Latin, ...Greek, ...Cyrillic].filter((one) => shown(one + one) === one + one);
	const plain = [...ascii, ...own];
	expect(plain.length).toBeGreaterThan(260);
	const drawn = await pictures(plain, 24);
	const twins = plain.flatMap((one, i) => {
		const first = drawn.indexOf(drawn[i] ?? -1);
		return first === i ? [] : [`${plain[first]} ${one}`];
	});
	expect(twins).toEqual([]);
});

/** The letters of which a part is drawn beside the rest, at its height: neither above nor below it. */
const withPartBeside = (all: string[], font: string): Promise<string[]> =>
	page.evaluate(
		([all, font]) => {
			const size = 120;
			const canvas = document.createElement("canvas");
			canvas.width = canvas.height = size;
			const context = canvas.getContext("2d", { willReadFrequently: true });
			if (!context) throw new Error("no canvas");
			context.font = `64px "${font}"`;
			const part = (ink: Set<number>, start: number) => {
				const found = { left: size, right: 0, top: size, bottom: 0 };
				const open = [start];
				ink.delete(start);
				for (let at = open.pop(); at !== undefined; at = open.pop()) {
					const [x, y] = [at % size, Math.floor(at / size)];
					found.left = Math.min(found.left, x);
					found.right = Math.max(found.right, x);
					found.top = Math.min(found.top, y);
					found.bottom = Math.max(found.bottom, y);
					for (const next of [at - 1, at + 1, at - size, at + size].filter((each) => ink.delete(each)))
						open.push(next);
				}
				return found;
			};
			return all.filter((one) => {
				context.clearRect(0, 0, size, size);
				context.fillText(one, 20, 80);
				const { data } = context.getImageData(0, 0, size, size);
				const ink = new Set(
					Array.from({ length: size * size }, (_, i) => i).filter((i) => (data[4 * i + 3] ?? 0) > 60),
				);
				const parts = [];
				for (const start of ink) parts.push(part(ink, start));
				const [rest, ...marks] = parts.sort((a, b) => b.bottom - b.top - (a.bottom - a.top));
				if (!rest) return false;
				return marks.some(
					({ top, bottom }) => Math.min(bottom, rest.bottom) - Math.max(top, rest.top) > (bottom - top) / 3,
				);
			});
		},
		[all, font] as const,
	);

test.each(["DejaVu Sans Mono", "DejaVu Sans", "DejaVu Serif"])(
	"no letter with a mark has that mark beside it in %s, where an apostrophe would be",
	async (font) => {
		const { Latin, Greek, Cyrillic } = letters;
		const marked = [...Latin, ...Greek, ...Cyrillic, ...markBeside].filter(
			(one) => one.normalize("NFD") !== one,
		);
		const beside = await withPartBeside(marked, font);
		expect(beside.filter((one) => !markBeside.includes(one))).toEqual([]);
		expect(beside).toEqual(expect.arrayContaining(["ľ", "Έ", "Ή"]));
	},
);
