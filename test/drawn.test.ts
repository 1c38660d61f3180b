// People read what runs: commands and letters as Chromium draws them in DejaVu Sans Mono.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, newPage } from "../console/testing/browser.ts";
import { letters } from "../domain/letters.ts";
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

test("no letter that is plain by itself is drawn as another one, or as ASCII", async () => {
	const { Latin, Greek, Cyrillic } = letters;
	const all = [...ascii, ...Latin, ...Greek, ...Cyrillic];
	const plain = all.filter((one) => shown(one) === one);
	expect(plain.length).toBeGreaterThan(300);
	const drawn = await pictures(plain, 24);
	const twins = plain.flatMap((one, i) => {
		const first = drawn.indexOf(drawn[i] ?? -1);
		return first === i ? [] : [`${plain[first]} ${one}`];
	});
	expect(twins).toEqual([]);
});
