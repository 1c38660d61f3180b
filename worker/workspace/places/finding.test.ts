import { expect, test } from "vitest";
import { sessionView } from "../../../cards/testing/views.ts";
import type { Core } from "../core.ts";
import type { Given } from "../platform/platform.ts";
import { slack } from "../platform/slack.ts";
import { startQueue } from "../testing/queue.ts";
import { channelStore } from "./channels.ts";
import { mayBeSession } from "./finding.ts";
import { threadStore } from "./threads.ts";

test("one card whose place isn't known makes no older thread of its channel unclear", async () => {
	const on = startQueue();
	on.bind("C1", "acme");
	on.session("s1", "C1");
	on.answers.set("root:s1", [{ ok: false, kind: "uncertain", error: "HTTP 502" }]);
	on.put("root:s1", "s1", { type: "session", view: sessionView() });
	const seconds = on.now() / 1_000;
	await on.run();
	const core = {
		platform: () => slack({} as Given),
		installation: { self: () => ({ listed: true, token: "t" }) },
		channels: channelStore(on.sql),
		threads: threadStore(on.sql),
	} as unknown as Core;
	expect(mayBeSession(core, "C1", `${seconds + 1}.000100`)).toBe("unclear");
	// Their clock may be behind ours.
	expect(mayBeSession(core, "C1", `${seconds - 60}.000100`)).toBe("unclear");
	expect(mayBeSession(core, "C1", `${seconds - 600}.000100`)).toBe(false);
	expect(mayBeSession(core, "C2", `${seconds + 1}.000100`)).toBe(false);
});
