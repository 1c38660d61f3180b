// As a call copies what it takes along; streams and what opens a socket are handed over. What no one can change isn't copied.

export const copied = (value: unknown): unknown => {
	if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
	if (Array.isArray(value)) return value.map(copied);
	if (value instanceof Uint8Array || value instanceof ArrayBuffer)
		return value instanceof Uint8Array ? Uint8Array.from(value) : value.slice(0);
	if (value instanceof ReadableStream || "headers" in value) return value;
	if (Object.getPrototypeOf(value) !== Object.prototype) return structuredClone(value);
	const copy: Record<string, unknown> = {};
	for (const [name, part] of Object.entries(value)) copy[name] = copied(part);
	return copy;
};
