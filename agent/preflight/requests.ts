// The Worker's requests for a preflight: only what it signed for this endpoint, each once, one after the other.
import { fromBase64 } from "../../protocol/bytes.ts";
import {
	type PreflightRequest,
	preflightMessage,
	readPreflight,
} from "../../protocol/plan/preflight-request.ts";
import type { FromAgent, ToAgent } from "../../protocol/wire.ts";
import { words } from "../commands/failure.ts";
import { idOf } from "../connection/trust.ts";
import { verifies } from "../home/keys.ts";
import { checkSteps, tooSlow } from "./check.ts";
import type { Folders } from "./powershell/find.ts";
import type { Queue } from "./queue.ts";

/** Of the time that the Worker waits, for the way back. In ms. */
const wayBack = 500;

type Asked = Omit<Extract<ToAgent, { type: "preflight" }>, "type">;
type Deps = Folders & {
	endpoint: string;
	queue: Queue;
	log: (line: string) => void;
	send: (message: FromAgent) => void;
};

/** `worker`: its pinned key now. */
export const newRequests = ({ endpoint, queue, log, send, ...folders }: Deps, worker: () => string) => {
	const answered = new Set<string>();
	const answer = async (request: PreflightRequest, until: number): Promise<void> => {
		const left = until - performance.now();
		const answer = left > 0 ? await checkSteps(folders, request, left) : tooSlow(folders, request);
		send({ type: "preflighted", nonce: request.nonce, answer });
	};
	return (message: Asked): void => {
		const request = judge(message, worker(), endpoint, answered);
		if (typeof request === "string") {
			log(`ignored a request for a preflight: ${request}`);
			return;
		}
		remember(answered, request.nonce);
		const until = performance.now() + Math.max(request.withinMs - wayBack, wayBack);
		queue
			.next(() => answer(request, until))
			.catch((thrown: unknown) => log(`could not answer a request for a preflight: ${words(thrown)}`));
	};
};

/** A text says why it isn't one. */
const judge = (
	{ request, signature }: Asked,
	worker: string,
	endpoint: string,
	answered: ReadonlySet<string>,
): PreflightRequest | string => {
	const bytes = fromBase64(request);
	if (!verifies(worker, preflightMessage(bytes), signature)) return "the Worker's key didn't sign it";
	try {
		const read = readPreflight(bytes);
		if (read.keyId !== idOf(worker)) return "it names another key";
		if (read.endpoint !== endpoint) return "it is for another endpoint";
		return answered.has(read.nonce) ? "it came before" : read;
	} catch (thrown) {
		return `it can't be read: ${words(thrown).slice(0, 500)}`;
	}
};

/** A replayed request would only cost time: these are as many as one could send in a while. */
const mostRemembered = 1_000;
const remember = (answered: Set<string>, nonce: string): void => {
	answered.add(nonce);
	const [oldest] = answered;
	if (answered.size > mostRemembered && oldest !== undefined) answered.delete(oldest);
};
