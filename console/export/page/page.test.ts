// The HTML export, opened as a file in a real browser.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { utf8 } from "../../../protocol/bytes.ts";
import { launch, newPage } from "../../testing/browser.ts";
import { finishedSession } from "../../testing/play.ts";
import { dana, friday, ref } from "../../testing/sample.ts";
import { asset } from "../../testing/server.ts";
import { htmlExport } from "./page.ts";
import { visibleText } from "./visible-text.ts";

let browser: Browser;
let folder: string;
let written: string;
const session = finishedSession();
const hostile =
	'</script><script>alert(1)</script><img src=x onerror=alert(2)>\u202e\u001b]0;x\u0007 & "&amp;"';

beforeAll(async () => {
	session.event(friday("16:50:00"), dana, {
		kind: "message.said",
		ref: ref(77),
		text: hostile,
		attachments: [],
		missing: [],
	});
	[browser, folder] = await Promise.all([launch(), mkdtemp(join(tmpdir(), "caisey-page-"))]);
	written = await exported();
});
afterAll(async () => {
	await browser?.close();
	await rm(folder, { recursive: true });
});

const exported = async (): Promise<string> => {
	const around = {
		asset: async (name: string) => (await asset(name)).text(),
		origin: "https://caisey.example",
	};
	let text = "";
	for await (const part of htmlExport(session.source(), friday("17:00:00"), around)) text += part;
	return text;
};

/** The page's standing after a press of its button, and what the browser complained of. */
const checked = async (text: string, fields: { key?: string; head?: string } = {}) => {
	const file = join(folder, `${crypto.randomUUID()}.html`);
	await writeFile(file, text);
	const { page, complaints } = await newPage(browser, { offline: true });
	await page.goto(pathToFileURL(file).href);
	const standing = page.locator('[data-part="standing"]');
	const before = await standing.textContent();
	for (const [name, value] of Object.entries(fields)) await page.fill(`input[name="${name}"]`, value);
	const button = page.getByRole("button", { name: "Check this file" });
	if (await button.isVisible()) {
		await button.click();
		await page.waitForFunction(() => !/^Checking/.test(document.querySelector("h2")?.textContent ?? ""));
	}
	const after = await standing.textContent();
	const text_ = await page.evaluate(() => document.querySelector("main")?.textContent);
	const close = () => page.context().close();
	return { page, before, after, text: text_, complaints, close };
};

const changed = (text: string, from: string, to: string): string => {
	expect(text).toContain(from);
	return text.replace(from, () => to);
};

describe("the HTML export, opened from a file without a network,", () => {
	test("says that it isn't checked, and then that everything holds by the key that its reader enters", async () => {
		const it = await checked(written, { key: session.workerKey.public });
		expect(it.before).toBe("This file hasn't been checked yet.");
		expect(it.after).toBe("Everything holds, signed by the key that you entered.");
		expect(it.complaints).toEqual([]);
		await it.page.fill('input[name="key"]', "x");
		expect(await it.page.textContent('[data-part="standing"]')).toBe("This file hasn't been checked yet.");
		await it.close();
	});

	test("says that it is consistent, and not authenticated, without a key", async () => {
		const it = await checked(written);
		expect(it.after).toMatch(/^Consistent, but NOT authenticated: anyone can make such a file/);
		await it.close();
	});

	test("names a head that isn't its own, and a text that is none", async () => {
		const it = await checked(written, { head: "0".repeat(64) });
		expect(it.after).toMatch(/^Something does NOT hold: the head 0{64} that you named/);
		await it.page.fill('input[name="head"]', "no");
		await it.page.click('[data-part="check"]');
		expect(await it.page.textContent('[data-part="standing"]')).toMatch(/^This isn't a head/);
		await it.close();
	});

	test("shows hostile words as text, and runs none of them", async () => {
		const it = await checked(written);
		expect(it.text).toContain("</script><script>alert(1)</script><img src=x onerror=alert(2)>");
		expect(it.text).toContain('& "&amp;"');
		expect(it.complaints).toEqual([]);
		await it.close();
	});

	test("seals the very text that a browser shows", async () => {
		const it = await checked(written);
		const main = written.slice(written.indexOf('<main id="main">') + 16, written.indexOf("</main>"));
		expect(visibleText(main)).toBe(it.text);
		await it.close();
	});

	test("names one changed byte of a recording", async () => {
		const inside = /id="sealed">([^<]*)</.exec(written)?.[1] ?? "";
		const json = Buffer.from(inside, "base64").toString();
		const output = Buffer.from("y".repeat(30)).toString("base64");
		const now = json.replace(output, Buffer.from(`x${"y".repeat(29)}`).toString("base64"));
		expect(now).not.toBe(json);
		const it = await checked(written.replace(inside, Buffer.from(now).toString("base64")));
		expect(it.after).toBe("Something does NOT hold: the file is, byte for byte, what the Worker exported");
		expect(await it.page.textContent('[data-part="lines"]')).toMatch(
			/BROKEN every record has its hash: wrong at 3/,
		);
		await it.close();
	});

	test("names one changed letter of the text that it shows", async () => {
		const it = await checked(
			changed(written, "It has to be done by Monday.", "It has to be done by Sunday."),
		);
		expect(it.after).toBe(
			"Something does NOT hold: the text that this page shows is what the Worker exported",
		);
		await it.close();
	});

	test("offers no check, and no result, where its script was changed", async () => {
		const it = await checked(changed(written, "Checking every link", "Checking any link"));
		expect([it.before, it.after]).toEqual(Array(2).fill("This file hasn't been checked yet."));
		expect(await it.page.textContent('[data-part="proof"]')).toContain("which didn't start");
		expect(it.complaints.join()).toMatch(/Content Security Policy/);
		await it.close();
	});
});

test("the script in docs/ checks the HTML export, and names a byte that is changed around the sealed JSON", async () => {
	const script = fileURLToPath(new URL("../../../docs/verify-transcript.mjs", import.meta.url));
	const file = join(folder, "t.html");
	const outside = async (text: string) => {
		await writeFile(file, text);
		return new Promise<string>((done) => {
			const args = [script, file, "--key", session.workerKey.public];
			execFile(process.execPath, args, (_error, stdout) => done(stdout));
		});
	};
	expect(await outside(written)).toMatch(/\nEverything holds\.\n$/);
	expect(await outside(changed(written, "<style>:root", "<style>:roof"))).toMatch(
		/The first thing that doesn't hold: the page around it is, byte for byte, what the Worker exported\n/,
	);
});

test("the HTML export allows its one script and its one style by their hashes, and nothing else", () => {
	const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(written)?.[1] ?? "";
	const hash = (text = "") => `&#39;sha256-${createHash("sha256").update(utf8(text)).digest("base64")}&#39;`;
	const script = /<script type="module">([\s\S]*?)<\/script>/.exec(written)?.[1];
	const style = /<style>([\s\S]*?)<\/style>/.exec(written)?.[1];
	expect(policy).toBe(
		`default-src &#39;none&#39;; script-src ${hash(script)}; style-src ${hash(style)}; base-uri &#39;none&#39;; form-action &#39;none&#39;`,
	);
	expect(written.match(/<script/g)).toHaveLength(3);
});
