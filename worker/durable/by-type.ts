// A table of handlers, one for each variant of a union: a variant without one is a type error.

export type ByType<Union extends { type: string }, Rest extends unknown[], Result> = {
	[Type in Union["type"]]: (value: Extract<Union, { type: Type }>, ...rest: Rest) => Result;
};

/** Gives a value to the handler for its variant. */
export const byType =
	<Union extends { type: string }, Rest extends unknown[], Result>(table: ByType<Union, Rest, Result>) =>
	(value: Union, ...rest: Rest): Result => {
		const handler = table[value.type as Union["type"]] as (value: Union, ...rest: Rest) => Result;
		return handler(value, ...rest);
	};
