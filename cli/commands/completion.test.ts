import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createCommandLine } from "./index";
import { completionScript } from "./completion";

const script = (shell: "bash" | "zsh" | "fish") =>
  completionScript(
    createCommandLine(() => undefined),
    shell,
  );

/** What bash offers at the end of some words. */
function offered(...words: readonly string[]): readonly string[] {
  const program = `${script("bash")}
COMP_WORDS=(${["sagemaker-private-registry", ...words].map((word) => `'${word}'`).join(" ")})
COMP_CWORD=${words.length}
_sagemaker_private_registry
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync("bash", ["-c", program], { encoding: "utf8" });
  assert.equal(stderr, "");
  return stdout.split("\n").filter((line) => line !== "");
}

describe("the completion script", () => {
  it("completes commands, options, values and files in bash", () => {
    assert.deepEqual(offered("c"), ["check", "cost", "completion"]);
    assert.deepEqual(offered("rehearse", "--pa"), ["--password-stdin", "--payload"]);
    assert.deepEqual(offered("check", "--pa"), []);
    assert.deepEqual(offered("graph", ".", "--format", "s"), ["svg"]);
    assert.deepEqual(offered("completion", "z"), ["zsh"]);
    assert.deepEqual([...offered("rehearse", "packag")].sort(), ["package-lock.json", "package.json"]);
  });

  it("is bash's in zsh, which loads bash's completion first", () => {
    assert.equal(script("zsh"), `autoload -U +X bashcompinit && bashcompinit\n${script("bash")}`);
  });

  it("names every command and option in fish, with quotation marks escaped", () => {
    const lines = script("fish").split("\n");
    for (const command of createCommandLine(() => undefined).commands) {
      assert(lines.some((line) => line.includes(`-f -a ${command.name()} -d '`)));
      for (const { long } of command.options) {
        const used = `'__fish_seen_subcommand_from ${command.name()}' -l ${long?.slice(2)} `;
        assert(lines.some((line) => line.includes(used)));
      }
    }
    assert(lines.some((line) => line.includes("program\\'s resources cost per month")));
    assert(lines.some((line) => line.includes("-l format -x -a 'mermaid svg json'")));
  });
});
