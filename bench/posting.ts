// How soon thirty final cards show their ends, beside what the platform's limits allow.
import { execFileSync } from "node:child_process";
import { join } from "node:path";

export const posting = (): void => {
	execFileSync(process.execPath, [join(import.meta.dirname, "posting", "thirty.ts")], { stdio: "inherit" });
};
