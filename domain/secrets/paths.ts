// Where a key is kept, which is none itself.

/** Whether a value is the path of a file. A key may begin with a slash, too: a long part of upper case, lower case and digits is of one. */
export const isPath = (found: string): boolean => {
	const bare = found.replace(/^["']|["']$/g, "");
	return path.test(bare) && !(mixed.test(bare) && (/^[A-Za-z\d/+]{40}$/.test(bare) || long.test(bare)));
};

const path = /^(?:~|\.{0,2}|[A-Za-z]:|\$\w+)[\\/][\w.$ -]+(?:[\\/][\w.$ -]+)*$/;
const mixed = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)/;
const long = /[^\\/. ]{16}/;
