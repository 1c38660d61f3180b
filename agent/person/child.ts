// A program that brings the words before the person, until it ends. One that hangs (a terminal that is stopped, a bus that never
// answers) is ended.
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** `because`: in words, why it failed; null: it did not. */
export type End = { because: string | null; printed: string };

/** How long a program may take that only tells. */
const tellMs = 10_000;

/** Resolves at once when it is over, whoever still holds the program's output. */
export const endOf = async (name: string, child: ChildProcess, over: AbortSignal): Promise<End> => {
	const [out, err] = [child.stdout, child.stderr].map(async (stream) => {
		const chunks = (await stream?.toArray().catch(() => [])) ?? [];
		return chunks.join("");
	});
	try {
		const [code] = await once(child, "close", { signal: over });
		const [printed = "", said = ""] = await Promise.all([out, err]);
		return {
			because: code === 0 ? null : `${name}: ${said.trim().slice(0, 300) || `exit ${code}`}`,
			printed,
		};
	} catch (thrown) {
		if (!over.aborted) return { because: `${name}: ${thrown}`, printed: "" };
		child.kill("SIGKILL");
		for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy();
		return { because: `${name}: it did not end in time`, printed: "" };
	}
};

/** The same, of a program that only tells. */
export const toldBy = async (name: string, child: ChildProcess, over: AbortSignal): Promise<End> => {
	const patience = new AbortController();
	const stop = () => patience.abort();
	const timer = setTimeout(stop, tellMs);
	over.addEventListener("abort", stop);
	if (over.aborted) stop();
	try {
		return await endOf(name, child, patience.signal);
	} finally {
		clearTimeout(timer);
		over.removeEventListener("abort", stop);
	}
};
