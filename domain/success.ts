// Which exit codes count as success: those that the plan names for the step, else 0 alone.
import type { RunEnd } from "../protocol/record/records.ts";
import type { RestartSeen } from "../protocol/record/verdict.ts";

/** Systems and languages write the same 32 bits with or without a sign: -1978335189 is 2316632107. */
export const succeeds = (code: number, codes: number[] = [0]): boolean =>
	codes.some((one) => one >>> 0 === code >>> 0);

/** Of installers and agents: done, but for a restart; done, and the restart has begun.
 * https://learn.microsoft.com/windows/win32/msi/error-codes */
const restartCodes = [194, 1641, 3010];

/** What a system that shuts down ends its processes with, by itself or through systemd. A crash isn't among them.
 * https://www.freedesktop.org/software/systemd/man/latest/systemd.kill.html */
const shutdownSignals = ["SIGTERM", "SIGKILL", "SIGHUP"];

/** Whether a command that restarts its machine can have ended so: with success, or by the restart itself, unless that didn't
 * come. */
export const endsByRestart = (end: RunEnd, codes?: number[], came?: RestartSeen["state"]): boolean => {
	if (end.outcome === "exited") return succeeds(end.code, codes) || succeeds(end.code, restartCodes);
	return came !== "missing" && isCutByRestart(end);
};

/** Whether a restart can have ended the command before it ended itself. */
export const isCutByRestart = (end: RunEnd): boolean =>
	end.outcome === "signalled"
		? shutdownSignals.includes(end.signal)
		: end.outcome === "unknown" && end.because === "endpoint-restarted";

/** What someone typed: `0, 3010, 0x8A15002B`; null: some of it is no code. */
export const readCodes = (text: string): number[] | null => {
	const words = text.split(/[\s,;]+/).filter((word) => word !== "");
	const codes = words.map((word) =>
		/^(?:-?\d{1,10}|0x[0-9a-f]{1,8})$/i.test(word) ? Number(word) : Number.NaN,
	);
	return codes.every((code) => code >= -(2 ** 31) && code < 2 ** 32) ? [...new Set(codes)] : null;
};
