import { beforeEach, expect, test } from "vitest";
import { alive, endDoubt } from "./connecting.ts";
import type { Core } from "./core.ts";
import { endpointWith } from "./testing/endpoint.ts";

const older = { stage: "doubted", instance: "a", runtime: "r" } as const;
let core: Core;

beforeEach(() => {
	core = endpointWith().core;
	core.store.doubt(5_000);
});

test("two machines share a key where the older connection answers while it is doubted", () => {
	alive(core, older);
	expect(core.store.self()).toMatchObject({ quarantined: true });
});

test("an answer that comes after the doubt has ended quarantines no one", () => {
	endDoubt(core, 5_000);
	alive(core, older);
	expect(core.store.self()).toMatchObject({ quarantined: false });
});
