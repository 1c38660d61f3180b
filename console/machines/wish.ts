// Which machines someone wants to see, as the address of the list has it.
import { z } from "zod";
import { ClientId } from "../../protocol/ids.ts";
import { type Query, reader } from "../access/query.ts";
import { isShown, type Show, shows } from "./fleet.ts";
import type { ClientMachines, Machine } from "./view.ts";

/** `q`: words, each of which is in its name, description, user or system. */
export type MachinesWish = { client: string | null; show: Show | null; q: string };

const Text = z.string().trim().max(100);

/** What is malformed is left out. */
export const machinesWish = (query: Query): MachinesWish => {
	const read = reader(query);
	return {
		client: read(ClientId, "client"),
		show: shows.find((one) => one === query.show) ?? null,
		q: read(Text, "q") ?? "",
	};
};

const matches = ({ name, description, inventory }: Machine, words: string[]): boolean => {
	const { hostname = "", os = "", loggedOn = [] } = inventory ?? {};
	const text = [name, description, hostname, os, ...loggedOn].join(" ").toLowerCase();
	return words.every((word) => text.includes(word));
};

/** `everything`: those that `show` chooses among. */
export const chosen = (all: ClientMachines[], wish: MachinesWish, now: number) => {
	const words = wish.q.toLowerCase().split(/\s+/).filter(Boolean);
	const narrowed = all
		.filter(({ client }) => wish.client === null || client === wish.client)
		.map((one) => ({ ...one, machines: one.machines.filter((machine) => matches(machine, words)) }));
	const { show } = wish;
	const shown = narrowed
		.map((one) => ({
			...one,
			machines: one.machines.filter((machine) => show === null || isShown(machine, show, now)),
		}))
		.filter(({ machines }) => machines.length > 0 || (show === null && words.length === 0));
	return { everything: narrowed.flatMap(({ machines }) => machines), shown };
};
