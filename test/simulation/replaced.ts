// Our modules that reach outside, by their path, and the stand-in of each in inside/replaced/.

export const standIns = {
	"worker/workspace/platform/choose.ts": "platform.ts",
	"agent/home/identity.ts": "agent-home.ts",
	"agent/home/lock.ts": "agent-home.ts",
	"agent/home/reserve.ts": "agent-home.ts",
	"agent/home/sealing.ts": "agent-home.ts",
	"agent/connection/way.ts": "agent-home.ts",
	"agent/connection/trouble.ts": "agent-home.ts",
	"agent/capture/capture.ts": "agent-inside.ts",
	"agent/capture/prepare.ts": "agent-inside.ts",
	"agent/preflight/check.ts": "agent-inside.ts",
	"agent/process/fifos.ts": "agent-process.ts",
	"agent/process/launch.ts": "agent-process.ts",
	"agent/process/output.ts": "agent-output.ts",
	"agent/process/passage.ts": "agent-process.ts",
	"agent/process/tree.ts": "agent-process.ts",
	"agent/process/processes.ts": "agent-process.ts",
	"agent/process/shells.ts": "agent-process.ts",
	"agent/process/stdin.ts": "agent-output.ts",
	"agent/machine/inventory.ts": "agent-machine.ts",
	"agent/machine/machine.ts": "agent-machine.ts",
	"agent/machine/account.ts": "agent-machine.ts",
	"agent/machine/clock.ts": "agent-machine.ts",
	"agent/machine/identity.ts": "agent-machine.ts",
	"agent/record/context.ts": "agent-machine.ts",
} as const;

export type Replaced = keyof typeof standIns;
