// Which process started which, by Windows' list of all that run.
// https://learn.microsoft.com/windows/win32/toolhelp/taking-a-snapshot-and-viewing-processes
import { lazily, native } from "./native.ts";

export type Born = { pid: number; parent: number };

export const everyProcess = (): Born[] => {
	const api = functions();
	const list = api.CreateToolhelp32Snapshot(processes, 0);
	const entry = Buffer.alloc(entryBytes);
	entry.writeUInt32LE(entryBytes, 0);
	const found: Born[] = [];
	for (let more = api.Process32FirstW(list, entry); more; more = api.Process32NextW(list, entry))
		found.push({ pid: entry.readUInt32LE(8), parent: entry.readUInt32LE(32) });
	api.CloseHandle(list);
	return found;
};

const processes = 0x2;
/** PROCESSENTRY32W of a 64-bit Windows. */
const entryBytes = 568;

const functions = lazily(() => {
	const kernel = native().load("kernel32.dll");
	return {
		CreateToolhelp32Snapshot: kernel.func(
			"void *__stdcall CreateToolhelp32Snapshot(uint32_t what, uint32_t pid)",
		),
		Process32FirstW: kernel.func("bool __stdcall Process32FirstW(void *list, void *entry)"),
		Process32NextW: kernel.func("bool __stdcall Process32NextW(void *list, void *entry)"),
		CloseHandle: kernel.func("bool __stdcall CloseHandle(void *handle)"),
	};
});
