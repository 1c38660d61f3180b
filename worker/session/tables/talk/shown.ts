// Columns that are only shown: an unreadable one gets a substitute, so that people can read the rest. Verification finds it.
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
