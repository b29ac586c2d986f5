namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>Every mutation of the suite.</summary>
internal static class Mutations
{
    public static IReadOnlyList<Mutation> All { get; } =
    [
        // What the result depends on.
        new("the script", t => t.Append("src/fit.sh", "echo more >> \"$CAIRN_OUT_MODEL\"\n"), "code src/fit.sh sha256:"),
        new("a file that the script sources", t => t.Replace("src/lib.sh", "hello", "goodbye"), "code src/lib.sh sha256:"),
        new("a file that the script reads", t => t.Replace("conf/a.cfg", "1", "2"), "code conf/a.cfg sha256:"),
        new("a file that the script reads is gone", t => t.Files.Remove("conf/a.cfg"), "code conf/a.cfg"),
        new("a file that the script reads is moved", t => t.Rename("conf/a.cfg", "conf/z.cfg"), "names conf +z.cfg -a.cfg"),
        new("two files change places", t => (t.Files["conf/a.cfg"], t.Files["conf/b.cfg"]) = (t.Files["conf/b.cfg"], t.Files["conf/a.cfg"]), "code conf/a.cfg"),
        new("a new file whose presence the script tests", t => t.Files["override.cfg"] = "", "names . +override.cfg"),
        new("a new file in a folder that the script lists", t => t.Files["conf/c.cfg"] = "", "names conf +c.cfg"),
        new("a file renamed in a folder that the script lists", t => t.Rename("conf/b.cfg", "conf/c.cfg"), "names conf +c.cfg -b.cfg"),
        new("the program itself", t => t.Append("src/tool", "echo more >> \"$CAIRN_OUT_TEXT\"\n"), "code src/tool sha256:") { Step = "tool" },
        new("the project file of a step that reads it", t => t.Append("cairn.yaml", "# a comment\n"), "code cairn.yaml sha256:") { Step = "self" },
        new("the command", t => t.InYaml("sh src/fit.sh all", "sh src/fit.sh some"), "command sh src/fit.sh all -> sh src/fit.sh some"),
        new("the shell of the command", t => t.InYaml("sh src/fit.sh all", "bash src/fit.sh all"), "command sh src/fit.sh all -> bash src/fit.sh all"),
        new("a parameter", t => t.InYaml("depth: 3", "depth: 4"), "params.depth 3 -> 4"),
        new("a parameter's type", t => t.InYaml("depth: 3", "depth: \"3\""), "params.depth 3 -> \"3\""),
        new("a parameter more", t => t.InYaml("lr: 0.1", "lr: 0.1, extra: true"), "params.extra absent -> true"),
        new("a parameter less", t => t.InYaml(", lr: 0.1", ""), "params.lr 0.1 -> absent"),
        new("two parameters change values", t => t.InYaml("{depth: 3, lr: 0.1}", "{depth: 0.1, lr: 3}"), "params.depth 3 -> 0.1; params.lr 0.1 -> 3"),
        new("a parameter given with the run", _ => { }, "params.depth 3 -> 9") { Params = new Dictionary<string, object> { ["fit.depth"] = 9 } },
        new("the seed", t => t.InYaml("seed: 7", "seed: 8"), "seed 7 -> 8"),
        new("no seed", t => t.InYaml("    seed: 7\n", ""), "seed 7 -> 0"),
        new("the lock of the environment", t => t.Replace("requirements.txt", "2.3", "2.4"), "env sha256:"),
        new("another lock file", t => t.InYaml("env: requirements.txt", "env: other.txt"), "env sha256:"),
        new("no lock file", t => t.InYaml("env: requirements.txt\n", ""), "-> none"),
        new("a lock of the step's own", t => t.InYaml("    seed: 7", "    seed: 7\n    env: own.txt"), "env sha256:"),
        new("a variable", t => t.InYaml("MODE: fast", "MODE: slow"), "vars.MODE fast -> slow"),
        new("a variable more", t => t.InYaml("LEVEL: one", "LEVEL: one, MORE: x"), "vars.MORE absent -> x"),
        new("a variable less", t => t.InYaml(", LEVEL: one", ""), "vars.LEVEL one -> absent"),
        new("a variable that holds the text of another", t => t.InYaml("{MODE: fast, LEVEL: one}", "{LEVEL: \"one\\nvars.MODE=fast\"}"), "vars.MODE fast -> absent"),
        new("a secret more", t => t.InYaml("    seed: 7", "    seed: 7\n    secrets: API_KEY"), "secrets.API_KEY absent -> named"),
        new("the content of the input", t => t.Replace("src/make.sh", "1,2", "1,3"), "in.table sha256:"),
        new("another input", t => t.InYaml("in: {table: make.table}\n    out: {model: file, note: file}", "in: {table: self.text}\n    out: {model: file, note: file}"), "in.table sha256:"),
        new("an input more", t => t.InYaml("in: {table: make.table}\n", "in: {table: make.table, twin: twin.table}\n"), "in.twin absent -> sha256:"),
        new("another name of the input", t =>
        {
            t.InYaml("in: {table: make.table}\n", "in: {data: make.table}\n");
            t.Replace("src/fit.sh", "CAIRN_IN_TABLE", "CAIRN_IN_DATA");
        }, "in.data absent -> sha256:"),
        new("an output more", t =>
        {
            t.InYaml("note: file", "note: file, more: file");
            t.Append("src/fit.sh", "echo > \"$CAIRN_OUT_MORE\"\n");
        }, "out.more absent -> File"),
        new("the type of an output", t => t.InYaml("note: file", "note: report"), "out.note File -> Report"),
        new("a share of the data", _ => { }, "sample absent -> 0.5") { Sample = 0.5 },
        new("an option of a built-in", t => t.InYaml("test: 50%", "test: 40%"), "with.test \"50%\" -> \"40%\"") { Step = "part" },
        new("the seed of a built-in", t => t.InYaml("seed: 3", "seed: 4"), "seed 3 -> 4") { Step = "part" },
        new("the query", t => t.Replace("sql/ask.sql", "order by 1, 2", "order by 2, 1"), "code sql/ask.sql sha256:") { Step = "ask" },
        new("a file that the query reads by itself", t => t.Append("lists/factors.csv", "3\n"), "code lists/factors.csv sha256:") { Step = "ask" },
        new("another built-in", t => t.InYaml("part: {use: split, in: {table: rows.table}, with: {how: random, test: 50%}, seed: 3}", "part: {use: query, in: {table: rows.table}, with: {sql: from table}, out: {train: table}, seed: 3}"), "built-in split") { Step = "part" },
        new("another interpreter on the search path", _ => { }, "program speak sha256:") { Step = "said", Machine = m => m.Program("speak", "echo spoken otherwise") },
        new("another interpreter that a script calls", _ => { }, "program speak sha256:") { Step = "told", Machine = m => m.Program("speak", "echo spoken otherwise") },
        new("a program that a script looks for", _ => { }, "program whisper absent -> sha256:") { Step = "told", Machine = m => m.Program("whisper", "echo") },
        new("another version that a chooser chooses", _ => { }, "program node-lab v22.1.0 sha256:") { Step = "taught", Machine = m => m.Choose("v24.0.0") },
        new("another version of a package that no lock fixes", _ => { }, "packages python-lab +numpy==2.4 -numpy==2.3") { Step = "open", Machine = m => m.Install("numpy", "2.4") },
        new("another version of a package beside those that are pinned", _ => { }, "packages python-lab +scipy==1.16 -scipy==1.15") { Step = "pinned", Machine = m => m.Install("scipy", "1.16") },
        new("a package more where no lock fixes them", _ => { }, "packages python-lab +torch==2.9") { Step = "open", Machine = m => m.Install("torch", "2.9") },
        new("another engine of queries", _ => { }, "engine duckdb 1.0 -> 1.1") { Step = "ask", Machine = m => m.Engine("duckdb", "1.1") },
        new("the image that a step runs in", t =>
        {
            t.InYaml("    seed: 7", "    seed: 7\n    compute: pods");
            t.Append("cairn.yaml", "\ncompute: {pods: {kubernetes: {image: \"python:3.12\"}}}\n");
        }, "image absent -> python:3.12"),

        // What it does not depend on.
        new("another version of a package beside a lock of the whole environment", _ => { }) { Step = "held", Machine = m => m.Install("scipy", "1.16") },
        new("another version of a program that it does not name", _ => { }) { Machine = m => m.Program("speak", "echo spoken otherwise") },
        new("an engine that it does not compute with", _ => { }) { Step = "ask", Machine = m => m.Engine("xgboost", "9.9") },
        new("a commit that changes nothing", _ => { }),
        new("a comment", t => t.Append("cairn.yaml", "# a comment\n")),
        new("a comment at the step", t => t.InYaml("    seed: 7", "    seed: 7   # lucky")),
        new("the project's purpose", t => t.InYaml("project: lab", "project: {name: lab, purpose: To try things out}")),
        new("the order of the steps", t => t.InYaml("  make: {run: sh src/make.sh, out: {table: file}}\n  twin: {run: sh src/twin.sh, out: {table: file}}\n", "  twin: {run: sh src/twin.sh, out: {table: file}}\n  make: {run: sh src/make.sh, out: {table: file}}\n")),
        new("the order of keys", t => t.InYaml("    params: $fit\n    vars: {MODE: fast, LEVEL: one}\n    seed: 7", "    seed: 7\n    vars: {MODE: fast, LEVEL: one}\n    params: $fit")),
        new("the order of parameters", t => t.InYaml("{depth: 3, lr: 0.1}", "{lr: 0.1, depth: 3}")),
        new("the order of variables", t => t.InYaml("{MODE: fast, LEVEL: one}", "{LEVEL: one, MODE: fast}")),
        new("the order of outputs", t => t.InYaml("{model: file, note: file}", "{note: file, model: file}")),
        new("the order of a built-in's options", t => t.InYaml("{how: random, test: 50%}", "{test: 50%, how: random}")) { Step = "part" },
        new("the style of the file", t => t.InYaml("run: sh src/fit.sh all", "run: \"sh src/fit.sh all\"")),
        new("the command on a line of its own", t => t.InYaml("run: sh src/fit.sh all", "run: |\n      sh src/fit.sh all")),
        new("parameters written at the step", t => t.InYaml("params: $fit", "params: {depth: 3, lr: 0.1}")),
        new("the name of the group of parameters", t =>
        {
            t.InYaml("  fit: {depth", "  tree: {depth");
            t.InYaml("$fit", "$tree");
        }),
        new("the step's name", t => t.InYaml("  fit:\n", "  learn:\n")) { StepAfter = "learn" },
        new("the name of the step before", t =>
        {
            t.InYaml("  make: {run", "  prepare: {run");
            t.Yaml = t.Yaml.Replace("make.table", "prepare.table", StringComparison.Ordinal);
        }),
        new("resources", t => t.InYaml("    seed: 7", "    seed: 7\n    resources: {cpu: 2, mem: 1GB}")),
        new("retries", t => t.InYaml("    seed: 7", "    seed: 7\n    retry: {times: 2, for: [exit]}")),
        new("a time limit", t => t.InYaml("    seed: 7", "    seed: 7\n    timeout: 1h")),
        new("the compute target by its name", t => t.InYaml("    seed: 7", "    seed: 7\n    compute: local")),
        new("a condition that holds", t =>
        {
            t.InYaml("  fit:\n", "  score: {run: \"echo '{\\\"good\\\": 1}' > $CAIRN_OUT_METRICS\", out: {metrics: metrics}}\n  fit:\n");
            t.InYaml("    seed: 7", "    seed: 7\n    if: score.metrics.good > 0");
        }),
        new("another step", t => t.InYaml("  twin:", "  third: {run: \"echo > $CAIRN_OUT_X\", out: {x: file}}\n  twin:")),
        new("a trigger", t => t.Append("cairn.yaml", "\ntriggers: {weekly: {when: schedule monday at 05:00, run: fit}}\n")),
        new("the same input from elsewhere", t => t.InYaml("in: {table: make.table}\n    out: {model: file, note: file}", "in: {table: twin.table}\n    out: {model: file, note: file}")),
        new("the code of the step before, with the same result", t => t.Append("src/make.sh", "echo done\n")),
        new("the readme", t => t.Append("README.md", "More words\n")),
        new("a document more", t => t.Files["docs/more.md"] = "More words\n"),
        new("code that it does not read", t => t.Append("src/unread.sh", "echo still nobody\n")),
        new("a listed file that it does not read", t => t.Replace("conf/b.cfg", "1", "2")),
        new("tests in a folder below", t => t.Files["docs/tests/check.sh"] = "true\n"),
        new("a query that is not asked", t => t.Replace("sql/unread.sql", "1", "2")) { Step = "ask" },
        new("a script beside, for a built-in", t => t.Append("src/fit.sh", "# more\n")) { Step = "ask" },
        new("a file more at the root, for a built-in", t => t.Files["notes.txt"] = "x\n") { Step = "ask" },

        // What it cannot know: a name beside a file that it reads may have been looked for.
        new("a file more beside the script", t => t.Files["src/new.sh"] = "true\n", "names src +new.sh") { FalseMiss = true },
        new("a file renamed beside the script", t => t.Rename("src/unread.sh", "src/still-unread.sh"), "names src +still-unread.sh -unread.sh") { FalseMiss = true },
        new("a program that may not be executed any more", t => t.Executable.Clear(), "names src +tool -tool*") { Step = "tool" },
    ];
}
