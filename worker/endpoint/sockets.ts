// The agent's control sockets, and what each of them is: kept with the socket across hibernation.
import { z } from "zod";
import type { ToAgent } from "../../protocol/wire.ts";

/** Higher for each connection that is opened while others are: a message of an earlier one may come late. */
const order = z.int().default(0);

/** Whether its hello named a plan that it runs, as that of a copy which was never welcomed doesn't. */
const runs = z.boolean().default(false);

const Attachment = z.discriminatedUnion("stage", [
	/** `at`: since when, in ms. */
	z.object({ stage: z.literal("challenged"), nonce: z.string(), at: z.int().default(0), order }),
	z.object({ stage: z.literal("live"), instance: z.string(), runtime: z.string(), order }),
	/** Another process has the same key and is asked whether it is still there. */
	z.object({ stage: z.literal("waiting"), runs }),
	/** Rejected for good: it starts nothing more, what runs there ends, and it can still be cancelled. */
	z.object({ stage: z.literal("leaving"), runtime: z.string(), runs }),
	/** Another process came with the same key: is this one still there? */
	z.object({ stage: z.literal("doubted"), instance: z.string(), runtime: z.string(), order }),
]);
export type Attachment = z.input<typeof Attachment>;
type Attached = z.infer<typeof Attachment>;
type Stage = Attached["stage"];
export type Challenged = Extract<Attached, { stage: "challenged" }>;
export type Live = Extract<Attached, { stage: "live" | "doubted" }>;
export type Leaving = Extract<Attached, { stage: "leaving" }>;

/** When a connection without a ping counts as silent, in ms; an agent pings every 20 s, and gives a connection up itself after 40 s
 * of silence. */
export const silentAfter = 45_000;

export const attach = (socket: WebSocket, attachment: Attachment): void =>
	socket.serializeAttachment(attachment);

export const attachmentOf = (socket: WebSocket): Attached => Attachment.parse(socket.deserializeAttachment());

export const send = (socket: WebSocket, message: ToAgent): void => socket.send(JSON.stringify(message));

/** Ends a connection with its reason; `retry`: whether another try may go better. */
export const reject = (socket: WebSocket, reason: string, retry: boolean): void => {
	send(socket, { type: "rejected", reason, retry });
	socket.close(1008, reason.slice(0, 120));
};

/** Sends an agent away that has proven itself: what it was granted before may end, its connection too by itself. */
export const dismiss = (socket: WebSocket, it: Pick<Leaving, "runtime" | "runs">, reason: string): void => {
	attach(socket, { stage: "leaving", ...it });
	send(socket, { type: "rejected", reason, retry: false });
};

const orderOf = (attachment: Attached): number => ("order" in attachment ? attachment.order : 0);

const isLive = (attachment: Attached): attachment is Live =>
	attachment.stage === "live" || attachment.stage === "doubted";

/** How long an agent may take to prove itself, in ms; and so many may be about to. */
const answerWithin = 30_000;
const mostSilent = 50;

export const socketsOf = (
	ctx: Pick<DurableObjectState, "getWebSockets" | "getWebSocketAutoResponseTimestamp">,
) => {
	const open = () => ctx.getWebSockets().filter(({ readyState }) => readyState === WebSocket.OPEN);
	const inStage = (stage: Stage): WebSocket[] => open().filter((one) => attachmentOf(one).stage === stage);
	/** Open connections on which the agent has proven itself. */
	const live = (): { socket: WebSocket; live: Live }[] =>
		open().flatMap((socket) => {
			const attachment = attachmentOf(socket);
			return isLive(attachment) ? [{ socket, live: attachment }] : [];
		});
	/** Ends connections that were challenged and gave no answer; whether there is room for one more. */
	const room = (now: number): boolean => {
		const silent = open().flatMap((socket) => {
			const attachment = attachmentOf(socket);
			return attachment.stage === "challenged" ? [{ socket, at: attachment.at }] : [];
		});
		const late = silent.filter(({ at }) => at < now - answerWithin);
		for (const { socket } of late) socket.close(1008, "no answer to the challenge");
		return silent.length - late.length < mostSilent;
	};
	return {
		room,
		live,
		inStage,
		/** For the next connection. */
		nextOrder: (): number => Math.max(0, ...open().map((socket) => orderOf(attachmentOf(socket)))) + 1,
		/** When it pinged last, in ms; 0: not yet. */
		pingedAt: (socket: WebSocket): number => ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0,
		/** To the agent, unless someone doubts that it is the endpoint's. */
		tell: (message: ToAgent): void => {
			for (const { socket, live: one } of live()) if (one.stage === "live") send(socket, message);
		},
		/** The same to those that leave. */
		tellAll: (message: ToAgent): void => {
			for (const socket of [...inStage("live"), ...inStage("leaving")]) send(socket, message);
		},
		rejectAll: (reason: string): void => {
			for (const { socket, live: one } of live())
				dismiss(socket, { runtime: one.runtime, runs: true }, reason);
			for (const socket of inStage("waiting")) {
				const one = attachmentOf(socket);
				dismiss(socket, { runtime: "", runs: one.stage === "waiting" && one.runs }, reason);
			}
			for (const socket of inStage("challenged")) reject(socket, reason, false);
		},
	};
};
export type Sockets = ReturnType<typeof socketsOf>;
