// The page that asks for a plan's secrets in a real browser: what it sends, and how often.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { base64, fromUtf8, hex } from "../../protocol/bytes.ts";
import { planBytes } from "../../protocol/plan/plan.ts";
import { sealingMessage } from "../../protocol/sealed-bytes.ts";
import { launch, newPage } from "../testing/browser.ts";
import { finishedSession } from "../testing/play.ts";
import { ids, plan } from "../testing/sample.ts";
import { serve } from "../testing/server.ts";

let browser: Browser;
let server: Awaited<ReturnType<typeof serve>>;
let page: Page;
let complaints: string[];

/** An agent's keys: the one of its enrollment vouches for the one to seal to. */
const agentOf = async (endpoint: string) => {
	const signing = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair;
	const sealing = (await crypto.subtle.generateKey("X25519", true, ["deriveBits"])) as CryptoKeyPair;
	const raw = async ({ publicKey }: CryptoKeyPair) =>
		new Uint8Array(await crypto.subtle.exportKey("raw", publicKey));
	const key = base64(await raw(sealing));
	const signature = await crypto.subtle.sign("Ed25519", signing.privateKey, sealingMessage(endpoint, key));
	const own = await raw(signing);
	return {
		key: base64(own),
		fingerprint: hex(new Uint8Array(await crypto.subtle.digest("SHA-256", own))),
		sealing: { key, signature: base64(new Uint8Array(signature)) },
	};
};

beforeAll(async () => {
	[browser, server] = await Promise.all([launch(), serve([finishedSession()])]);
	const agents = await Promise.all(
		plan.endpoints.map(async ({ id, name }) => ({ endpoint: id, name, ...(await agentOf(id)) })),
	);
	const endpoints = plan.endpoints.map((one, i) => ({ ...one, key: agents[i]?.fingerprint ?? "" }));
	const wanted = { ...plan, secrets: [{ name: "db" }], endpoints };
	server.door.secrets = {
		...{ plan: wanted, text: fromUtf8(planBytes(wanted)), digest: "9c41e07b".padEnd(64, "0") },
		...{ runBy: plan.decideBy, agents },
	};
	({ page, complaints } = await newPage(browser));
	await page.context().addCookies([{ name: "caisey", value: "me", url: server.url }]);
});
afterAll(async () => {
	await browser?.close();
	await server?.close();
});

test("two presses send it once, sealed", async () => {
	await page.goto(`${server.url}/s/${ids.session}/plans/${ids.plan}/secrets`);
	const posts: string[] = [];
	page.on("request", (sent) => {
		if (sent.method() === "POST") posts.push(sent.postData() ?? "");
	});
	await page.getByLabel("db").fill("hunter2 hunter2");
	await page.locator("form[data-part=secrets]").evaluate((form: HTMLFormElement) => {
		form.requestSubmit();
		form.requestSubmit();
	});
	await page.waitForURL(`**/s/${ids.session}`);
	expect(server.door.entered).toHaveLength(1);
	expect(posts).toHaveLength(1);
	expect(posts.join()).not.toContain("hunter2");
	expect(complaints).toEqual([]);
});
