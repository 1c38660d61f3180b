// One Worker after another in one process, as a test's process asks for them: most of a start is Node's reading of Miniflare.
import { appendFileSync } from "node:fs";
import type { Miniflare } from "miniflare";
import { openWorker } from "../../local/miniflare.ts";
import type { Asked, Told } from "./hosts.ts";

const tell = (told: Told): void => void process.send?.(told);
let running: Miniflare | undefined;

// A promise that is rejected ends this process, as it ends `local/workerd.ts`.
process.on("message", async (asked: Asked) => {
	if (asked === "stop") {
		await running?.dispose();
		return tell("stopped");
	}
	const { settings, log } = asked;
	running = openWorker(settings, (text) => appendFileSync(log, `${text}\n`));
	await running.ready.catch((error: unknown) => {
		appendFileSync(log, `${error}\n`);
		process.exit(1);
	});
});
// With whoever asks, it ends.
process.on("disconnect", () => process.exit(0));
