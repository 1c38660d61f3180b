// Columns that are only shown: where one can't be read, something stands for it, so that the rest can be; the checks find it.
import { z } from "zod";
import { Actor } from "../../../../protocol/people.ts";

/** JSON text, decoded by a schema. */
export const shown = <S extends z.ZodType, F>(schema: S, otherwise: F) =>
	z.string().transform((text): z.output<S> | F => {
		try {
			return schema.parse(JSON.parse(text));
		} catch {
			return otherwise;
		}
	});

const unreadable: Actor = {
	surface: "worker",
	person: null,
	identity: null,
	name: "(unreadable)",
	label: null,
};

export const shownActor = shown(Actor, unreadable);
