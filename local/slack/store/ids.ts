// The ids that Slack makes up if an app gives none.
import { z } from "zod";

/** A block's id. */
export const blockId = (): string => Math.random().toString(36).slice(2, 7).padEnd(5, "x");

type Identified<T> = T & { block_id: string };

/** The block, with ids for itself and for everything in it to press or fill in. */
export const identified = <T extends { type: string; block_id?: string | undefined }>(
	block: T,
): Identified<T> => {
	const copy: Record<string, unknown> = { ...block, block_id: block.block_id ?? blockId() };
	for (const place of ["element", "accessory"]) if (copy[place]) copy[place] = withAction(copy[place]);
	if (block.type === "actions") copy.elements = z.array(z.unknown()).parse(copy.elements).map(withAction);
	return copy as Identified<T>;
};

const withAction = (element: unknown): object => ({
	action_id: blockId(),
	...z.looseObject({}).parse(element),
});
