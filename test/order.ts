// Which files of tests begin first: those that wait long, so that none of them is left alone at the end of a run.
import { createHash } from "node:crypto";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** By what they wait for: a platform's pace, the next minutes of a clock, an agent's patience, output that goes on. Then those that work
 * long. Those under Wine work all the time, so they don't begin together. */
const long = [
	"test/throttled.test.ts",
	"test/windows/agent.test.ts",
	"test/rules.test.ts",
	"test/simulation/simulation.test.ts",
	"test/desk-across.test.ts",
	"test/killed.test.ts",
	"test/windows/capture.test.ts",
	"test/late.test.ts",
	"test/both/formatting.test.ts",
	"agent/record/full-disk.test.ts",
	"console/walk.test.ts",
	"local/stop.test.ts",
	"test/both/claiming.test.ts",
	"bots/typed-commands.test.ts",
	"test/roll-over-crash.test.ts",
	"test/machines.test.ts",
	"test/windows/journey.test.ts",
	"test/many.test.ts",
	"local/start.test.ts",
	"test/both/deciding.test.ts",
	"test/grants.test.ts",
	"console/browser.test.ts",
	"test/scripts.test.ts",
	"test/roll-over.test.ts",
	"agent/connection/proxies.test.ts",
	"agent/commands/enroll.test.ts",
	"test/windows/logged-on.test.ts",
	"test/teams-door.test.ts",
	"test/browser.test.ts",
	"test/both/proposing.test.ts",
	"console/viewer.test.ts",
	"test/cuts.test.ts",
	"test/signing-key.test.ts",
	"test/both/prompts.test.ts",
	"agent/capture/table.test.ts",
	"agent/capture/capture.test.ts",
	"agent/process/powershell.test.ts",
	"agent/process/kept-blanks.test.ts",
	"worker/workspace/posting/many.test.ts",
	"test/flood.test.ts",
];

/** First those of the list, then whole systems, then parts. */
const rank = ({ moduleId, project }: TestSpecification): number => {
	const at = long.findIndex((file) => moduleId.endsWith(`/${file}`));
	if (at >= 0) return at;
	return project.name === "parts" ? long.length + 1 : long.length;
};

export default class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const { shuffle, seed } = this.ctx.config.sequence;
		const drawn = ({ moduleId }: TestSpecification) =>
			createHash("sha256").update(`${seed} ${moduleId}`).digest("hex");
		if (shuffle) return files.toSorted((a, b) => (drawn(a) < drawn(b) ? -1 : 1));
		return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
	}
}
