// Whether copies of the session were ever begun: only then there may be some to end.
import { z } from "zod";
import { thingsOf } from "../../durable/things.ts";

export const sharedTable = (sql: SqlStorage) => {
	const shared = thingsOf(sql, "shared", z.object({}));
	return { mark: (): void => shared.add("", {}), is: (): boolean => shared.get("") !== null };
};
