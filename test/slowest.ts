// Prints at the end of a run which files and which tests took longest.
import type { Reporter, TestCase, TestModule } from "vitest/node";

/** How many of each are printed. */
const shown = 15;

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`.padStart(8);

const longest = <T>(all: T[], duration: (one: T) => number): T[] =>
	all.toSorted((a, b) => duration(b) - duration(a)).slice(0, shown);

const ofFile = (file: TestModule): number => file.diagnostic().duration;
const ofTest = (test: TestCase): number => test.diagnostic()?.duration ?? 0;
const cpuOf = (file: TestModule): number => file.meta().cpu ?? 0;

export default class Slowest implements Reporter {
	onTestRunEnd(files: readonly TestModule[]): void {
		const tests = files.flatMap((file) => [...file.children.allTests()]);
		const cpu = files.reduce((sum, file) => sum + cpuOf(file), 0);
		const lines = [
			`The slowest files (time, and CPU without that of Workers and browsers; together ${seconds(cpu).trim()} of CPU):`,
			...longest([...files], ofFile).map(
				(file) => `${seconds(ofFile(file))} ${seconds(cpuOf(file))}  ${file.relativeModuleId}`,
			),
			"The slowest tests:",
			...longest(tests, ofTest).map(
				(test) => `${seconds(ofTest(test))}  ${test.module.relativeModuleId}: ${test.fullName}`,
			),
		];
		console.log(`\n${lines.join("\n")}\n`);
	}
}
