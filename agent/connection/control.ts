// The control connection: says who this agent is, answers offers, and hands on what was granted or cancelled.
import { randomBytes } from "node:crypto";
import type { Machine } from "../../protocol/machine.ts";
import type { Approvers } from "../../protocol/plan/passkey.ts";
import {
	type FromAgent,
	helloMessage,
	type Inventory,
	type Journalled,
	protocolVersions,
	ToAgent,
} from "../../protocol/wire.ts";
import { type AgentKey, sign } from "../home/keys.ts";
import type { Settings } from "../home/settings.ts";
import { type Challenges, newChallenges } from "./challenges.ts";
import { openLink } from "./link.ts";
import { readMessage } from "./message.ts";
import type { Way } from "./way.ts";

export type Control = {
	/** Sends to the Worker, once it has said welcome. */
	send: (message: FromAgent) => void;
	close: () => void;
};

export type ControlDeps = {
	/** Of the control socket. */
	url: string;
	way: Way;
	endpoint: string;
	runtime: string;
	key: AgentKey;
	settings: Settings;
	inventory: () => Inventory;
	/** Plans that the Worker may not know yet. */
	plans: () => Journalled[];
	machine: () => Machine;
	log: (line: string) => void;
};

type Message<Type extends ToAgent["type"]> = Extract<ToAgent, { type: Type }>;

/** What the Worker asks for; all but `welcomed` may come at any time after it. */
export type ControlListener = {
	welcomed: (message: Message<"welcome">) => void;
	/** Don't connect again. */
	rejected: (reason: string) => void;
	/** On this connection, too, the Worker hears only what becomes of its plans. */
	sentAway?: () => void;
	offered: (plan: string, challenges: Challenges) => void;
	granted: (message: Message<"grant">, challenges: Challenges) => void;
	cancelled: (plan: string, by: string) => void;
	/** An answer to a question of a step that runs. */
	told: (message: Message<"answer">) => void;
	/** What would a plan's steps be here? */
	asked: (message: Message<"preflight">) => void;
	sealingKeyAsked: () => void;
	/** Whose passkeys decide, as the Worker says. */
	approversNamed: (approvers: Approvers) => void;
	/** The Worker has received everything sent before the last ping. */
	answered: () => void;
	/** A connection ended, or could not be opened. */
	broke?: (why: string) => void;
};

export const openControl = (deps: ControlDeps, listener: ControlListener): Control => {
	const instance = randomBytes(16).toString("hex");
	let challenges = newChallenges(deps.settings.challengeMs);
	let welcome = false;
	/** The Worker takes this agent no more: only what becomes of its plans is still said, and heard. */
	let dismissed = false;
	let refused: string | undefined;

	const hello = (nonce: string): FromAgent => {
		const { endpoint, runtime, key } = deps;
		const machine = deps.machine();
		return {
			type: "hello",
			versions: protocolVersions,
			...{ endpoint, runtime, instance, machine },
			signature: sign(key, helloMessage(endpoint, runtime, instance, nonce, machine)),
			inventory: deps.inventory(),
			plans: deps.plans(),
		};
	};
	const onRejected = ({ reason, retry }: Message<"rejected">) => {
		if (dismissed) return listener.sentAway?.();
		deps.log(`the Worker rejected this agent: ${reason}`);
		refused = reason;
		if (retry) return link.drop();
		dismissed = true;
		listener.rejected(reason);
		listener.sentAway?.();
	};
	const onWelcome = (message: Message<"welcome">) => {
		deps.log("connected");
		welcome = true;
		link.good();
		listener.welcomed(message);
	};
	const onMessage = (message: ToAgent) => {
		if (message.type === "challenge") return link.send(JSON.stringify(hello(message.nonce)));
		if (message.type === "rejected") return onRejected(message);
		if (message.type === "welcome") return onWelcome(message);
		if (message.type === "cancel" && dismissed) return listener.cancelled(message.plan, message.by);
		if (!welcome) return link.drop();
		if (message.type === "alive?") return control.send({ type: "alive" });
		if (message.type === "sealing-key?") return listener.sealingKeyAsked();
		if (message.type === "approvers") return listener.approversNamed(message.approvers);
		if (message.type === "offer") return listener.offered(message.plan, challenges);
		if (message.type === "answer") return listener.told(message);
		if (message.type === "grant") return listener.granted(message, challenges);
		if (message.type === "preflight") return listener.asked(message);
		challenges.forget(message.plan);
		listener.cancelled(message.plan, message.by);
	};
	const link = openLink(deps.url, deps.way, deps.settings, {
		opened: () => {
			challenges = newChallenges(deps.settings.challengeMs);
		},
		text: (text) => {
			if (text === "") return listener.answered();
			const message = readMessage(ToAgent, text);
			if (message) return onMessage(message);
			deps.log("ignored an unknown message from the Worker. This agent may be too old: update it");
		},
		broke: (why) => {
			welcome = false;
			deps.log(`lost the control connection: ${why}`);
			listener.broke?.(refused ?? why);
			refused = undefined;
		},
	});
	const control: Control = {
		send: (message) => {
			if (welcome || dismissed) link.send(JSON.stringify(message));
		},
		close: link.close,
	};
	return control;
};
