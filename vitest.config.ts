import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		include: ["{protocol,cards,bots,worker,console,agent,admin,manifest,local,test}/**/*.test.ts"],
		// Whole systems start in some of them: what a test waits for is an event, this is only the bound on it.
		testTimeout: 60_000,
		hookTimeout: 120_000,
		maxWorkers: 2,
	},
});
