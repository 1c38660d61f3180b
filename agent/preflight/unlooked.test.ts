import { expect, test } from "vitest";
import { whyUnlooked } from "./unlooked.ts";

test("steps of the user of a Windows session aren't looked at with that user's settings and the agent's rights", () => {
	expect(whyUnlooked({ session: 2 })).toBe("On Windows, nothing is checked beforehand as the logged-on user");
	expect(whyUnlooked({})).toBeNull();
});
