import { expect, test } from "vitest";
import { networkOf } from "./network.ts";

test.each([
	["203.0.113.7", "203.0.113.0/24"],
	["203.0.113.200", "203.0.113.0/24"],
	["::ffff:203.0.113.7", "203.0.113.0/24"],
	["2001:db8:0:1:2:3:4:5", "2001:db8:0:1::/64"],
	["2001:0DB8:0000:0001::9", "2001:db8:0:1::/64"],
	["2001:db8::9", "2001:db8:0:0::/64"],
	["::1", "0:0:0:0::/64"],
	["an unknown address", "an unknown address"],
])("the address %s is of the network %s", (address, network) => {
	expect(networkOf(address)).toBe(network);
});
