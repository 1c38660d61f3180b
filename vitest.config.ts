import { configDefaults, defineConfig } from "vitest/config";

/** A load of its own: not beside other tests, whose bounds it would strain. */
const flood = "test/flood.test.ts";

const globalSetup = "test/world/once.ts";

export default defineConfig({
	test: {
		// Whole systems start in some of them: what a test waits for is an event, this is only the bound on it.
		testTimeout: 60_000,
		hookTimeout: 120_000,
		expect: { poll: { timeout: 20_000 } },
		maxWorkers: 3,
		setupFiles: ["test/spent.ts"],
		projects: [
			{
				extends: true,
				test: {
					name: "parts",
					include: [
						"{protocol,domain,words,cards,bots,worker,console,agent,admin,manifest,local}/**/*.test.ts",
					],
					sequence: { groupOrder: 0 },
				},
			},
			{
				extends: true,
				test: {
					name: "whole",
					include: ["test/**/*.test.ts"],
					exclude: [...configDefaults.exclude, flood],
					globalSetup,
					sequence: { groupOrder: 0 },
				},
			},
			{ extends: true, test: { name: "flood", include: [flood], globalSetup, sequence: { groupOrder: 1 } } },
		],
	},
});
