import { configDefaults, defineConfig } from "vitest/config";
import LongestFirst from "./test/order.ts";
import { ownPwsh, quickDotnet } from "./test/windows/tools.ts";
import { patience, testPatience } from "./test/world/patience.ts";

const pwsh = process.env.CAISEY_PWSH ?? ownPwsh();

/** A load of its own: not beside other tests, whose bounds it would strain. */
const flood = "test/flood.test.ts";

/** They run the bundle that the whole systems run. */
const bundled = ["local/worker.test.ts", "local/stop.test.ts"];

const builtConsole = "console/testing/built.ts";
const globalSetup = "test/world/once.ts";

export default defineConfig({
	test: {
		// Whole systems start in some of them: what a test waits for is an event, this is only the bound on it.
		testTimeout: testPatience,
		hookTimeout: testPatience,
		// What is looked at is often a whole transcript, which costs the Worker more than the wait.
		expect: { poll: { timeout: patience, interval: 250 } },
		// Most of that time a test waits for others, so more of them run at once than there are cores.
		maxWorkers: 6,
		// Files of one process share what they import, which halves the time of short ones.
		isolate: false,
		// MB for what is soon forgotten, which is most of what a test makes: copied less often, it costs an eighth less CPU.
		execArgv: ["--max-semi-space-size=64"],
		restoreMocks: true,
		// The PowerShell that `npm run windows` brought.
		env: { ...quickDotnet, ...(pwsh && { CAISEY_PWSH: pwsh }) },
		sequence: { sequencer: LongestFirst },
		setupFiles: ["test/spent.ts", "test/connections.ts"],
		projects: [
			{
				extends: true,
				test: {
					name: "parts",
					include: [
						"{protocol,domain,words,cards,bots,worker,console,agent,admin,manifest,local,bench}/**/*.test.ts",
					],
					exclude: [...configDefaults.exclude, ...bundled],
					globalSetup: builtConsole,
					sequence: { groupOrder: 0 },
				},
			},
			{
				extends: true,
				test: {
					name: "whole",
					include: ["test/**/*.test.ts", ...bundled],
					exclude: [...configDefaults.exclude, flood],
					globalSetup,
					sequence: { groupOrder: 0 },
				},
			},
			{ extends: true, test: { name: "flood", include: [flood], globalSetup, sequence: { groupOrder: 1 } } },
		],
	},
});
