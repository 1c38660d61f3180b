// A page's part that changes under its reader, in a real browser: what they opened, typed or chose stays, and no press is lost or goes to
// something else.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser, Page, Route } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { signedForm } from "./html/signed-form.ts";
import { launch, newPage, withAuthenticator } from "./testing/browser.ts";

let script: string;
let browser: Browser;
let page: Page;

beforeAll(async () => {
	const here = (name: string) => fileURLToPath(new URL(`app/${name}.ts`, import.meta.url).href);
	const contents = `import { pressing } from ${JSON.stringify(here("pressing"))};
		import { decisions, showPlan } from ${JSON.stringify(here("decide"))};
		import { signedForms } from ${JSON.stringify(here("passkeys/sign"))};
		import { replace } from ${JSON.stringify(here("replace"))};
		import { noLongerWait } from ${JSON.stringify(here("waits"))};
		const part = document.querySelector("#part");
		const released = pressing();
		signedForms();
		noLongerWait();
		decisions(document, () => {});
		globalThis.showPlan = showPlan;
		globalThis.put = (html) => replace(part, html);
		globalThis.update = async (html) => { await released(); replace(part, html); };`;
	const built = await build({
		stdin: { contents, loader: "ts", resolveDir: fileURLToPath(new URL(".", import.meta.url).href) },
		bundle: true,
		write: false,
		format: "iife",
	});
	script = built.outputFiles[0]?.text ?? "";
	browser = await launch();
});
afterAll(() => browser?.close());
beforeEach(async () => {
	({ page } = await newPage(browser));
});
afterEach(() => page.context().close());

const show = async (html: string): Promise<void> => {
	await page.setContent(`<div id="part">${html}</div>`);
	await page.addScriptTag({ content: script });
};
/** The server's next state of the part, at once. */
const put = (html: string) => page.evaluate(`put(${JSON.stringify(html)})`);
/** The same as the page does it: begins, and goes on once nothing is pressed. */
const update = (html: string) => page.evaluate(`void update(${JSON.stringify(html)})`);
const shown = () => page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))");

const form = (state: string) => `<p>${state}</p>
	<form action="/deny"><input name="reason"> <button>Deny</button></form>
	<details><summary>From now on…</summary><form action="/standing">
		<input type="number" name="times" value="10"> <input type="date" name="until">
		<textarea name="why"></textarea>
		<select name="days"><option>1</option><option>7</option></select>
		<label><input type="checkbox" name="mail" value="yes" checked> Mail</label>
		<label><input type="radio" name="who" value="one" checked> One</label>
		<label><input type="radio" name="who" value="all"> All</label>
		<button>Approve later ones</button>
	</form></details>`;

describe("a part that changes", () => {
	test("stays as it is where only its button no longer waits for the script, and the line that said so is gone", async () => {
		const html = `${signedForm("/vote", "/sign", { text: "Confirm with your passkey" })}`;
		await show(html);
		expect(await page.getByRole("button").isEnabled()).toBe(true);
		expect(await page.getByText("Loading…").count()).toBe(0);
		expect(await put(html)).toBe(false);
		expect(await put(`${html}<p>more</p>`)).toBe(true);
		expect(await page.getByRole("button").isEnabled()).toBe(true);
		expect(await page.getByText("Loading…").count()).toBe(0);
	});

	test("keeps every kind of field as it was filled in", async () => {
		await show(form("nobody voted"));
		await page.getByText("From now on…").click();
		const until = page.locator("[name=until]");
		await page.locator("[name=reason]").fill("not on a Friday");
		await page.locator("[name=times]").fill("3");
		await until.fill("2026-12-24");
		await page.locator("[name=why]").fill("each month");
		await page.locator("[name=days]").selectOption("7");
		await page.getByLabel("Mail").uncheck();
		await page.getByLabel("All").check();
		await put(form("one voted"));
		await page.getByText("one voted").waitFor();
		const is = await page.evaluate(
			`[...document.querySelectorAll("[name]")].map((one) => one.type === "radio" || one.type === "checkbox" ? one.checked : one.value)`,
		);
		expect(is).toEqual(["not on a Friday", "3", "2026-12-24", "each month", "7", false, false, true]);
		expect(await page.locator("details").getAttribute("open")).toBe("");
	});

	test("takes on what the server says of a field that no one touched", async () => {
		await show(`<input name="times" value="10"> a`);
		await put(`<input name="times" value="7"> b`);
		expect(await page.locator("[name=times]").inputValue()).toBe("7");
	});

	test("opens no other fold than the one that was opened, though one comes before it", async () => {
		const fold = (title: string) => `<details><summary>${title}</summary>Inside ${title}.</details>`;
		await show(`${fold("Cancel…")}${fold("Exact bytes")}`);
		await page.getByText("Exact bytes", { exact: true }).click();
		await put(`${fold("What changed: 2")}${fold("Cancel…")}${fold("Exact bytes")}`);
		const open = () => page.locator("details[open] summary").allTextContents();
		expect(await open()).toEqual(["Exact bytes"]);
		// Its title tells how much is in it.
		await page.getByText("What changed: 2").click();
		await put(`${fold("What changed: 3")}${fold("Cancel…")}${fold("Exact bytes")}`);
		expect(await open()).toEqual(["What changed: 3", "Exact bytes"]);
	});

	test("leaves the focus where it was, or nowhere: never on a button that does something else", async () => {
		const buttons = (...labels: string[]) => labels.map((label) => `<button>${label}</button>`).join("");
		await show(buttons("Deny", "Cancel"));
		const focused = () => page.evaluate("document.activeElement.textContent");
		await page.getByText("Deny").focus();
		await put(buttons("Approve", "Deny", "Cancel"));
		expect(await focused()).toBe("Deny");
		await put(buttons("Approve", "Erase", "Cancel"));
		expect(await focused()).not.toBe("Erase");
	});
});

describe("a press that the change comes between", () => {
	const counting = `<button onclick="window.pressed = (window.pressed ?? 0) + 1">Approve</button>`;
	const pressed = () => page.evaluate("window.pressed ?? 0");

	test("of the blank is a press on what had the focus", async () => {
		await show(`<p>before</p>${counting}`);
		await page.getByRole("button").focus();
		await page.keyboard.down(" ");
		await update(`<p>after</p><a href="#x">first</a>${counting}`);
		await shown();
		expect(await page.getByText("before").count()).toBe(1);
		await page.keyboard.up(" ");
		await page.getByText("after").waitFor();
		expect(await pressed()).toBe(1);
	});

	test("of the mouse is a press on what it began on", async () => {
		await show(`<p>before</p>${counting}`);
		await page.getByRole("button").hover();
		await page.mouse.down();
		await update(`<p>after<br>and more</p>${counting}`);
		await shown();
		await page.mouse.up();
		await page.getByText("after").waitFor();
		expect(await pressed()).toBe(1);
	});

	test("of the mouse is a press on what it began on, also where something above it grows", async () => {
		await show(`<p>before</p>${counting}<button onclick="window.other = true">Erase</button>`);
		const button = page.getByRole("button", { name: "Approve" });
		const grow = (by: number) =>
			page.evaluate(`document.querySelector("p").style.height = "${by}px"; document.body.offsetHeight`);
		await button.hover();
		await page.mouse.down();
		await grow(300);
		await page.mouse.up();
		expect(await pressed()).toBe(1);
		// It isn't where someone moves away to call it off, nor twice where nothing moved.
		await button.hover();
		await page.mouse.down();
		await page.mouse.move(600, 500);
		await page.mouse.up();
		expect(await pressed()).toBe(1);
		await button.click();
		expect(await pressed()).toBe(2);
		// Nor is it a press on what moved there.
		await page.getByRole("button", { name: "Approve" }).hover();
		await page.mouse.down();
		await page.evaluate(`document.querySelectorAll("button")[0].style.marginLeft = "300px"`);
		await page.mouse.up();
		expect([await pressed(), await page.evaluate("window.other ?? false")]).toEqual([3, false]);
	});

	test("waits for no more than a word that is being composed, and that word stays whole", async () => {
		await show(`<p>before</p><input name="reason">`);
		await page.locator("input").focus();
		const devtools = await page.context().newCDPSession(page);
		await devtools.send("Input.imeSetComposition", { text: "きん", selectionStart: 2, selectionEnd: 2 });
		await update(`<p>after</p><input name="reason">`);
		await shown();
		expect(await page.getByText("before").count()).toBe(1);
		await devtools.send("Input.insertText", { text: "金曜" });
		await page.getByText("after").waitFor();
		expect(await page.locator("input").inputValue()).toBe("金曜");
	});
});

describe("a passkey that is asked while its plan changes", () => {
	const panel = (votes: string, decide: string) =>
		`<section class="plan" id="pl"><p>${votes}</p>${decide}</section>`;
	const decide = `<div data-part="decide">
		${signedForm("/vote", "/sign", { text: "Approve with your passkey", value: { name: "verdict", value: "approve" } })}
		<p role="status" data-part="said"></p></div>`;

	/** Serves the page, has a passkey made, and holds back what it is to sign; `votes` are those that were sent. */
	const open = async (answer: Parameters<Route["fulfill"]>[0] = { json: { ok: true } }) => {
		const votes: URLSearchParams[] = [];
		const [asked, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
		await withAuthenticator(page);
		let credential = "";
		await page.route("http://localhost/**", async (route) => {
			const { pathname } = new URL(route.request().url());
			if (pathname === "/") return route.fulfill({ contentType: "text/html", body: panel("none", decide) });
			if (pathname === "/sign") {
				asked.resolve();
				await gate.promise;
				return route.fulfill({ json: { challenge: "AAAA", credentials: [credential], policy: 1 } });
			}
			if (pathname !== "/vote") return route.fulfill({ status: 404 });
			votes.push(new URLSearchParams(route.request().postData() ?? ""));
			return route.fulfill(answer);
		});
		await page.goto("http://localhost/");
		credential = await page.evaluate(async () => {
			const made = await navigator.credentials.create({
				publicKey: {
					challenge: new Uint8Array(16),
					rp: { name: "here" },
					user: { id: new Uint8Array(8), name: "ada", displayName: "Ada" },
					pubKeyCredParams: [{ type: "public-key", alg: -7 }],
				},
			});
			return made?.id ?? "";
		});
		await page.addScriptTag({ content: script });
		await page.getByRole("button", { name: "Approve with your passkey" }).click();
		await asked.promise;
		return { votes, goOn: gate.resolve };
	};
	const change = (votes: string, to: string) =>
		page.evaluate(`showPlan("pl", ${JSON.stringify(panel(votes, to))})`);

	test("approves by the form that is there then, and no other press comes between", async () => {
		const { votes, goOn } = await open();
		await change("one voted", decide);
		expect(await page.getByRole("button", { name: "Approve with your passkey" }).isDisabled()).toBe(true);
		expect(await page.getByRole("status").textContent()).toBe("Your passkey is asked…");
		goOn();
		await page.getByText("Your decision is recorded.").waitFor();
		expect(
			votes.map((vote) => [vote.get("verdict"), (vote.get("proof") ?? "").includes("signature")]),
		).toEqual([["approve", true]]);
	});

	test("can be pressed again once it was refused, also in what came meanwhile", async () => {
		const { votes, goOn } = await open({ status: 409, json: { ok: false, why: "it's too late" } });
		await change("one voted", decide);
		goOn();
		await page.getByText("Not decided: it's too late.").waitFor();
		const button = page.getByRole("button", { name: "Approve with your passkey" });
		expect(await button.isEnabled()).toBe(true);
		await change("two voted", decide);
		expect(await button.isEnabled()).toBe(true);
		await button.click();
		await expect.poll(() => votes.length).toBe(2);
	});

	test("decides nothing where someone else decided, and says so", async () => {
		const { votes, goOn } = await open();
		await change("decided", "");
		goOn();
		await page.getByText("This was decided meanwhile, so your passkey decided nothing.").waitFor();
		expect(votes).toEqual([]);
	});
});
