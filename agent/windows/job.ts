// The processes of a run as Windows keeps them together: a job object, which none of them can leave, and which ends them when the
// agent is gone. https://learn.microsoft.com/windows/win32/procthread/job-objects
import { lazily, native } from "./native.ts";

/** A job, open. `members`: the ids of its living processes. */
export type Job = {
	members: () => number[];
	/** Takes in a process that began before. `refused`: it lives, and outside. */
	add: (pid: number) => "added" | "ended" | "refused";
	/** Ends all of them at once. */
	end: () => void;
	/** Closes it. What still runs goes on. */
	letGo: () => void;
};

export const openJob = (): Job => {
	const api = functions();
	const handle = api.CreateJobObjectW(null, null);
	if (!handle) throw new Error("Windows makes no job object.");
	endWithAgent(handle, true);
	return {
		members: () => membersOf(handle),
		add: (pid) => {
			const process = api.OpenProcess(setQuota | terminate | synchronize, false, pid);
			// One that has ended opens too, as long as Node has it open.
			if (!process) return "refused";
			try {
				if (api.AssignProcessToJobObject(handle, process)) return "added";
				return api.WaitForSingleObject(process, endingMs) === 0 ? "ended" : "refused";
			} finally {
				api.CloseHandle(process);
			}
		},
		end: () => void api.TerminateJobObject(handle, 1),
		letGo: () => {
			endWithAgent(handle, false);
			api.CloseHandle(handle);
		},
	};
};

const setQuota = 0x0100;
const terminate = 0x0001;
const synchronize = 0x00100000;
/** One that is about to end is refused too. */
const endingMs = 500;

/** Of JOBOBJECT_EXTENDED_LIMIT_INFORMATION (144 bytes), the flags alone: JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE. */
const endWithAgent = (job: unknown, ends: boolean): void => {
	const limits = Buffer.alloc(144);
	limits.writeUInt32LE(ends ? 0x2000 : 0, 16);
	functions().SetInformationJobObject(job, 9, limits, limits.length);
};

/** JOBOBJECT_BASIC_PROCESS_ID_LIST: two counts of 32 bits, then the ids in 64. More than fit are told by a larger list. */
const membersOf = (job: unknown): number[] => {
	for (let room = 64; ; room *= 4) {
		const list = Buffer.alloc(8 + 8 * room);
		functions().QueryInformationJobObject(job, 3, list, list.length, null);
		const [assigned, listed] = [list.readUInt32LE(0), list.readUInt32LE(4)];
		if (listed < assigned && room < 100_000) continue;
		return Array.from({ length: listed }, (_, i) => Number(list.readBigUInt64LE(8 + 8 * i)));
	}
};

const functions = lazily(() => {
	const kernel = native().load("kernel32.dll");
	return {
		CreateJobObjectW: kernel.func("void *__stdcall CreateJobObjectW(void *security, str16 name)"),
		SetInformationJobObject: kernel.func(
			"bool __stdcall SetInformationJobObject(void *job, int kind, void *info, uint32_t length)",
		),
		QueryInformationJobObject: kernel.func(
			"bool __stdcall QueryInformationJobObject(void *job, int kind, void *info, uint32_t length, void *needed)",
		),
		OpenProcess: kernel.func("void *__stdcall OpenProcess(uint32_t access, bool inherit, uint32_t pid)"),
		AssignProcessToJobObject: kernel.func(
			"bool __stdcall AssignProcessToJobObject(void *job, void *process)",
		),
		TerminateJobObject: kernel.func("bool __stdcall TerminateJobObject(void *job, uint32_t code)"),
		WaitForSingleObject: kernel.func(
			"uint32_t __stdcall WaitForSingleObject(void *handle, uint32_t milliseconds)",
		),
		CloseHandle: kernel.func("bool __stdcall CloseHandle(void *handle)"),
	};
});
