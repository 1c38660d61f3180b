// Which files of tests begin first: those that wait long, so that none of them is left alone at the end of a run.
import { createHash } from "node:crypto";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** By what they wait for: a platform's pace, an agent's patience, output that goes on. */
const long = [
	"test/throttled.test.ts",
	"test/both/deciding.test.ts",
	"test/desk-across.test.ts",
	"test/grants.test.ts",
	"test/machines.test.ts",
	"test/simulation/simulation.test.ts",
	"test/desk-busy.test.ts",
	"test/endpoints.test.ts",
	"test/enrolling.test.ts",
	"test/many.test.ts",
	"test/flood.test.ts",
	"test/late.test.ts",
	"test/cuts.test.ts",
	"test/windows/agent.test.ts",
	"test/windows/journey.test.ts",
	"test/killed.test.ts",
	"test/both/proposing.test.ts",
	"test/both/formatting.test.ts",
	"test/teams-files.test.ts",
	"test/browser.test.ts",
	"test/roll-over.test.ts",
	"test/roll-over-crash.test.ts",
	"test/teams-thread.test.ts",
	"test/teams-door.test.ts",
	"test/threads.test.ts",
	"bots/typed-commands.test.ts",
	"console/browser.test.ts",
	"local/start.test.ts",
	"local/stop.test.ts",
	"agent/record/full-disk.test.ts",
	"test/signing-key.test.ts",
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
