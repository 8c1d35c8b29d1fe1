// Prints the digest of `tiny` as WebAssembly gives it: for some weeks, and at its full length.
import { readFile } from "node:fs/promises";

const { instance } = await WebAssembly.instantiate(await readFile(process.argv[2]), {});
for (const weeks of [40, 0]) {
    const digest = BigInt.asUintN(64, instance.exports.digest(weeks));
    console.log(`${weeks} ${digest.toString(16).padStart(16, "0")}`);
}
