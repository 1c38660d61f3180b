// A client's machines, one in each state, for the pages that list and show them.
import type { Inventory } from "../../protocol/wire.ts";
import type { ClientMachines, Machine, RunThere } from "../machines/view.ts";
import { friday, ids } from "./sample.ts";

export const inventory: Inventory = {
	...{
		hostname: "ACCT-01",
		os: "Windows 11 Pro 23H2",
		arch: "x64",
		agentVersion: "99.0.0",
		user: "NT AUTHORITY\\SYSTEM",
	},
	...{ elevated: true, loggedOn: ["ACME\\dana"], bootId: "b" },
	shells: [
		{
			shell: "powershell",
			path: "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe",
			version: "5.1",
		},
	],
};

export const machine = (name: string, over: Partial<Machine> = {}): Machine => ({
	...{
		name,
		description: "front desk",
		state: "online",
		lastSeen: friday("16:40:00"),
		removedAt: null,
		held: null,
	},
	...{
		clockAhead: 0,
		disk: "room",
		inventory,
		fingerprint: "ab".repeat(32),
		key: null,
		refused: null,
		similarTo: [],
		ids: [ids.endpoint],
		former: [],
	},
	...over,
});

export const acme = (...machines: Machine[]): ClientMachines => ({
	...{
		client: "c_g0000000000000001",
		name: "Acme Dental",
		may: { enroll: true, reenroll: true, confirm: true, change: true },
	},
	machines,
});

const day = 86_400_000;
export const everyState: Machine[] = [
	machine("CLIENT-ACCT-01"),
	machine("CLIENT-ACCT-O1", {
		...{
			state: "offline",
			lastSeen: friday("16:40:00") - 9 * day,
			similarTo: ["CLIENT-ACCT-01"],
			description: "",
		},
		inventory: { ...inventory, agentVersion: "0.1.0", loggedOn: [] },
	}),
	machine("LAB-SRV", {
		state: "held",
		held: { because: ["machine"], from: "LAB-SRV", to: "COPY-7", since: friday("10:00:00") },
		refused: {
			at: friday("11:00:00"),
			code: "run-by",
			reason: "The time to run it has passed.",
			plan: ids.plan,
		},
		clockAhead: 320_000,
	}),
	machine("FILES-01", { disk: "full", description: "", inventory: { ...inventory, loggedOn: [] } }),
	machine("RECEPTION-2", { state: "blocked" }),
	machine("SCAN-09", {
		...{
			state: "pending",
			lastSeen: null,
			inventory: null,
			fingerprint: null,
			ids: [],
			description: "X-ray room",
		},
		key: { expires: friday("18:00:00"), asked: 1 },
	}),
	machine("NEW-10", {
		state: "pending",
		lastSeen: null,
		inventory: null,
		fingerprint: null,
		ids: [],
		description: "",
	}),
	machine("OLD-04", {
		...{ state: "removed", removedAt: friday("09:00:00") - 3 * day, description: "old front desk" },
		former: [{ fingerprint: "cd".repeat(32), endedAt: friday("09:00:00") - 3 * day, removed: true }],
	}),
	machine("OLD-05", { state: "removing", removedAt: friday("16:00:00") }),
];

const earlier = (run: string, at: number) => ({ run, session: ids.session, at });
/** The article's Friday and the Monday after it, the newest first. */
export const weekend = (monday: number): RunThere[] => {
	const ran = (n: number, run: string, heard: number, drift: RunThere["drift"] = null): RunThere => ({
		...{ at: n, run, session: ids.session, heard, shell: "powershell", runAs: { kind: "agent" }, drift },
	});
	const since = {
		shell: earlier(ids.after, friday("16:47:40")),
		machine: earlier(ids.after, friday("16:47:40")),
	};
	return [
		ran(4, "r_g0000000000000004", monday, {
			since,
			changes: [
				{ scope: "shell", what: "ExecutionPolicy", before: "RemoteSigned", now: "AllSigned" },
				{ scope: "machine", what: "Update", before: null, now: "KB5034123" },
			],
			more: 3,
		}),
		ran(3, ids.after, friday("16:47:40"), { since, changes: [] }),
		ran(2, ids.command, friday("16:47:35"), { since, changes: [] }),
		ran(1, ids.before, friday("16:47:31")),
	];
};
