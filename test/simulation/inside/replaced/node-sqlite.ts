// The agent's SQLite: a database that outlives the process that opened it, on a disk that may be full.
import type { SQLInputValue } from "node:sqlite";
import { begun, borrow, type Database } from "../world/databases.ts";
import { deployment } from "../world/deployment.ts";
import { type Host, hostOf } from "../world/machines.ts";
import type { Life } from "../world/time.ts";
import { world } from "../world/world.ts";

export class DatabaseSync {
	readonly #life: Life;
	readonly #host: Host;
	readonly #db: Database;
	constructor() {
		this.#life = world().time.life();
		this.#host = hostOf(deployment().machines, this.#life);
		this.#host.disk.db ??= borrow("AGENT");
		this.#db = this.#host.disk.db;
		if (this.#db.db.isTransaction) this.#db.db.exec("ROLLBACK");
	}
	#check(sql: string): void {
		if (!this.#life.alive) throw new Error("a dead process uses its database");
		const { disk } = this.#host;
		if (!disk.full || !writes.test(sql)) return;
		if (disk.spare === 0) throw this.#full();
		disk.spare--;
	}
	#full(): Error {
		const error = Object.assign(new Error("database or disk is full"), {
			code: "ERR_SQLITE_ERROR",
			errcode: 13,
		});
		world().blame.set(error, this.#life);
		return error;
	}
	exec(sql: string): void {
		if (/page_size|wal_|journal_mode|locking_mode|incremental_vacuum|TABLE room/.test(sql)) return;
		this.#check(sql);
		const rest = sql.replace(/PRAGMA synchronous = \w+;\s*/, "");
		if (/^\w+(?: IMMEDIATE)?$/.test(rest)) this.#db.prepare(rest).run();
		else this.#db.db.exec(rest);
	}
	prepare(sql: string) {
		// What it asks first, once its tables are made.
		if (!this.#db.isMade() && !sql.startsWith("PRAGMA")) begun(this.#db);
		const statement = this.#db.prepare(sql);
		const checked =
			<T>(use: (...values: SQLInputValue[]) => T) =>
			(...values: SQLInputValue[]): T => {
				this.#check(sql);
				return use(...values);
			};
		return {
			run: checked((...values) => statement.run(...values)),
			get: checked((...values) => statement.get(...values)),
			all: checked((...values) => statement.all(...values)),
			iterate: checked((...values) => statement.iterate(...values)),
		};
	}
	close(): void {}
}

const writes = /^\s*(INSERT|UPDATE|DELETE|CREATE|ALTER)/i;
