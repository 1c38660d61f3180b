// What the schedule that is running has set up: its objects, its chat, its machines.
import type { Chat } from "./chat.ts";
import type { Machines } from "./machines.ts";
import type { Objects } from "./objects.ts";

export type Deployment = { objects: Objects; chat: Chat; machines: Machines };

let current: Deployment | null = null;

export const deployment = (): Deployment => {
	if (!current) throw new Error("nothing is set up");
	return current;
};
export const deploy = (one: Deployment | null): void => {
	current = one;
};
