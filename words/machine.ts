// Why nothing runs on an endpoint until an owner confirms its machine.
import { named } from "../domain/line.ts";
import type { Difference, Hold } from "../protocol/machine.ts";

/** `on hold: this agent now runs on another machine (FRONT-01 → COPY-7). Your IT provider has to confirm it.` */
export const holdText = (hold: Hold): string =>
	`on hold: ${changeText(hold)}. Your IT provider has to confirm it.`;

/** As a line among others. */
export const holdLine = (hold: Hold): string => `⚠ on hold: ${changeText(hold)}`;

/** What changed, before → after. The machine itself chose these names. */
export const changeText = ({ because, ...hosts }: Hold): string => {
	const [from, to] = [named(hosts.from), named(hosts.to)];
	const [worst] = worstFirst.filter((one) => because.includes(one));
	const names = hosts.from === hosts.to ? `${from} before and after` : `${from} → ${to}`;
	switch (worst) {
		case "machine":
			return `this agent now runs on another machine (${names})`;
		case "journal":
			return `this agent's records are older than what it told before, as after a restore (${names})`;
		case "boot":
			return `this agent seems to run on two machines in turn (${names})`;
		case "silent":
			return `this agent no longer says on which machine it runs (it was ${from})`;
		default:
			return `this machine has another name now (${names})`;
	}
};

const worstFirst: Difference[] = ["machine", "journal", "boot", "silent", "host"];
