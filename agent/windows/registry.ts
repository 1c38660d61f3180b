// Reads Windows' registry, its 64-bit view: what `reg query` would tell, without a process for each value.
import { lazily, native } from "./native.ts";

export type Root = "HKLM" | "HKCU";

/** Null: there is no such value. Throws where Windows refuses to tell. */
export const registryValue = (root: Root, key: string, name: string): string | number | Uint8Array | null =>
	opened(root, key, null, (handle) => valueIn(handle, name));

export const hasKey = (root: Root, key: string): boolean => opened(root, key, false, () => true);

/** The names of a key's own keys, and when one was last added or removed; null: there is no such key. `known` saves reading them
 * again while that has not changed. */
export const keysIn = (
	root: Root,
	key: string,
	known?: { changed: string; names: string[] },
): { changed: string; names: string[] } | null =>
	opened(root, key, null, (handle) => {
		const changed = Buffer.alloc(8);
		const nothing = Array.from({ length: 10 }, () => null);
		checked(functions().RegQueryInfoKeyW(handle, ...nothing, changed), key);
		const when = changed.toString("hex");
		return known && known.changed === when ? known : { changed: when, names: namesIn(handle) };
	});

/** https://learn.microsoft.com/windows/win32/winprog/windows-data-types: pseudo handles, extended with their sign. */
const roots = { HKLM: -0x7fff_fffen, HKCU: -0x7fff_ffffn } as const satisfies Record<Root, bigint>;
/** KEY_READ, KEY_WOW64_64KEY. */
const reading = 0x2_0119;
const [done, missing, missingPath, noMore] = [0, 2, 3, 259] as const;

const opened = <T, E>(root: Root, key: string, otherwise: E, read: (handle: bigint) => T): T | E => {
	const found = Buffer.alloc(8);
	const result = functions().RegOpenKeyExW(roots[root], key, 0, reading, found);
	if (result === missing || result === missingPath) return otherwise;
	checked(result, `${root}\\${key}`);
	const handle = found.readBigInt64LE();
	try {
		return read(handle);
	} finally {
		functions().RegCloseKey(handle);
	}
};

const valueIn = (handle: bigint, name: string): string | number | Uint8Array | null => {
	const [type, size] = [Buffer.alloc(4), Buffer.alloc(4)];
	const asked = functions().RegQueryValueExW(handle, name, null, type, null, size);
	if (asked === missing) return null;
	checked(asked, name);
	const data = Buffer.alloc(size.readUInt32LE());
	checked(functions().RegQueryValueExW(handle, name, null, type, data, size), name);
	const bytes = data.subarray(0, size.readUInt32LE());
	const kind = type.readUInt32LE();
	if (kind === types.number && bytes.length === 4) return bytes.readUInt32LE();
	return kind === types.text || kind === types.expanded || kind === types.list
		? bytes.toString("utf16le").replace(/\0+$/, "")
		: bytes;
};
/** https://learn.microsoft.com/windows/win32/sysinfo/registry-value-types */
const types = { text: 1, expanded: 2, number: 4, list: 7 } as const;

const namesIn = (handle: bigint): string[] => {
	const names: string[] = [];
	const [name, length] = [Buffer.alloc(2 * longestName), Buffer.alloc(4)];
	for (;;) {
		length.writeUInt32LE(longestName);
		const result = functions().RegEnumKeyExW(handle, names.length, name, length, null, null, null, null);
		if (result === noMore) return names;
		checked(result, "its keys");
		names.push(name.toString("utf16le", 0, 2 * length.readUInt32LE()));
	}
};
/** Characters of a key's name, with its end. */
const longestName = 256;

const checked = (result: number, what: string): void => {
	if (result !== done) throw new Error(`Windows doesn't tell ${what} (error ${result})`);
};

const functions = lazily(() => {
	const api = native().load("advapi32.dll");
	return {
		RegOpenKeyExW: api.func(
			"int32_t __stdcall RegOpenKeyExW(int64_t key, str16 name, uint32_t options, uint32_t access, void *found)",
		),
		RegQueryValueExW: api.func(
			"int32_t __stdcall RegQueryValueExW(int64_t key, str16 name, void *reserved, void *type, void *data, void *size)",
		),
		RegEnumKeyExW: api.func(
			"int32_t __stdcall RegEnumKeyExW(int64_t key, uint32_t index, void *name, void *length, void *reserved, void *class, void *classLength, void *changed)",
		),
		RegQueryInfoKeyW: api.func(
			"int32_t __stdcall RegQueryInfoKeyW(int64_t key, void *class, void *classLength, void *reserved, void *keys, void *maxKey, void *maxClass, void *values, void *maxName, void *maxValue, void *security, void *changed)",
		),
		RegCloseKey: api.func("int32_t __stdcall RegCloseKey(int64_t key)"),
	};
});
