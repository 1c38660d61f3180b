// An office manager on her phone, in a real browser: she asks in the dialog, hears who has it and what was done, and reopens it. Nothing is wider than the screen.
import { createHash } from "node:crypto";
import { PNG } from "pngjs";
import { expect, test } from "vitest";
import { journey } from "./world/journey.ts";
import { chooseFrom, close as closeRequest } from "./world/people/acts.ts";
import type { Window } from "./world/people/browser.ts";
import { signIn } from "./world/people/console.ts";
import { attachmentIn, checkedOutside, entries } from "./world/record.ts";

/** Of a screen, as far as anyone can tell. */
const picture = PNG.sync.write(new PNG({ width: 40, height: 30, fill: true }));
const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

journey("on a phone", {}, (it) => {
	const fits = async ({ page }: Window) =>
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);

	test("a request asked in the dialog comes to its end, and is reopened from its thread", async () => {
		const { world, openAs } = it;
		const [phone, tom] = [
			{ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
			world.person("tom"),
		];
		const dana = await openAs("dana", phone);
		await dana.write("/caisey", "channel");
		const dialog = dana.dialog("What do you need?");
		const what = dialog.getByRole("textbox", { name: "What do you need?" });
		await what.waitFor();
		await fits(dana);
		await what.fill("The label printer is offline");
		await dialog.getByRole("combobox", { name: "Which computer?" }).click();
		await dialog.getByRole("option", { name: "CLIENT-ACCT-01" }).click();
		await dialog.getByRole("combobox", { name: "How urgent is it?" }).click();
		await dialog.getByRole("option", { name: "Today, please" }).click();
		const pictures = dialog.getByLabel("A picture");
		await pictures.setInputFiles({ name: "error.txt", mimeType: "text/plain", buffer: Buffer.from("E42") });
		await dialog.getByRole("button", { name: "Ask" }).tap();
		await dialog.getByText("This file type isn't supported here.").waitFor();
		await pictures.setInputFiles({ name: "error.png", mimeType: "image/png", buffer: picture });
		await dialog.getByRole("button", { name: "Ask" }).tap();
		await dialog.waitFor({ state: "detached" });

		const session = await tom.message("Caisey session", "The label printer is offline");
		await dana.openThread("The label printer is offline");
		await dana
			.said(/Dana Reyes \(requester\) in Slack[\s\S]*error\.png” · [\d,]+ bytes · in the full transcript/)
			.waitFor();
		await fits(dana);
		const reader = await signIn(world, tom, session);
		const kept = attachmentIn((await entries(reader, "message.attached"))[0]);
		expect(kept).toMatchObject({ name: "error.png", type: "image/png", sha256: sha256(picture) });
		expect(Buffer.from(await (await reader.get(`blobs/${kept.blob}`)).arrayBuffer())).toEqual(picture);
		expect((await reader.json<{ ok: boolean }>("verify")).ok).toBe(true);
		expect(await checkedOutside(world, await reader.text("transcript.json"))).toContain("Everything holds.");
		await chooseFrom(tom, session, "Take it");
		await dana.said("Tom Okafor has your request").waitFor();
		await closeRequest(tom, await tom.message("Caisey session", "has it"), "Replaced the cable");
		const ended = dana.said(/closed your request “The label printer is offline”: “Replaced the cable”/);
		await ended.waitFor();
		await fits(dana);
		await dana.write("It's offline again");
		const asks = dana.said(/Your request is closed\. Not solved\?/);
		await asks.waitFor();
		await fits(dana);
		await dana.tap(asks.getByRole("button", { name: "Reopen" }));
		await dana.said("Dana Reyes reopened the request").waitFor();
		await tom.message("with a technician", "The label printer is offline", "has it");
	});
});
