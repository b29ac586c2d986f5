namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>The laboratory's project as it stands before each mutation. Its commands write down all that they see.</summary>
internal static class MutationBase
{
    public const string Yaml = """
        project: lab
        env: requirements.txt
        params:
          fit: {depth: 3, lr: 0.1}
        steps:
          make: {run: sh src/make.sh, out: {table: file}}
          twin: {run: sh src/twin.sh, out: {table: file}}
          fit:
            run: sh src/fit.sh all
            in: {table: make.table}
            out: {model: file, note: file}
            params: $fit
            vars: {MODE: fast, LEVEL: one}
            seed: 7
          tool: {run: ./src/tool, in: {table: make.table}, out: {text: file}}
          said: {run: speak > $CAIRN_OUT_TEXT, out: {text: file}}
          told: {run: sh src/told.sh, out: {text: file}}
          taught: {run: node-lab > $CAIRN_OUT_TEXT, out: {text: file}}
          held: {run: python-lab > $CAIRN_OUT_TEXT, out: {text: file}, env: hashed.txt}
          pinned: {run: python-lab > $CAIRN_OUT_TEXT, out: {text: file}}
          open: {run: python-lab > $CAIRN_OUT_TEXT, out: {text: file}, env: ranges.txt}
          self: {run: cat cairn.yaml > $CAIRN_OUT_TEXT, out: {text: file}}
          rows: {run: cp data/rows.parquet $CAIRN_OUT_TABLE, out: {table: table}}
          ask: {use: query, in: {rows: rows.table}, with: {file: sql/ask.sql}, out: {table: table}}
          part: {use: split, in: {table: rows.table}, with: {how: random, test: 50%}, seed: 3}
        """;

    private const string Fit = """
        . src/lib.sh
        {
          echo "$1 $MODE $LEVEL $CAIRN_SEED"
          say
          cat conf/a.cfg 2>/dev/null
          ls conf
          [ -f override.cfg ] && echo overridden
          cat "$CAIRN_IN_TABLE"
          cat "$CAIRN_PARAMS"
        } > "$CAIRN_OUT_MODEL"
        echo done > "$CAIRN_OUT_NOTE"
        """;

    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["cairn.yaml"] = Yaml,
        ["requirements.txt"] = "numpy==2.3\n",
        ["other.txt"] = "numpy==2.5\n",
        ["own.txt"] = "numpy==2.6\n",
        ["hashed.txt"] = "numpy==2.3 \\\n  --hash=sha256:00\n",
        ["ranges.txt"] = "numpy>=2\n",
        ["src/make.sh"] = "printf 'a,b\\n1,2\\n' > \"$CAIRN_OUT_TABLE\"\n",
        ["src/twin.sh"] = "printf 'a,b\\n1,' > \"$CAIRN_OUT_TABLE\"; echo 2 >> \"$CAIRN_OUT_TABLE\"\n",
        ["src/fit.sh"] = Fit + "\n",
        ["src/lib.sh"] = "say() { echo hello; }\n",
        ["src/told.sh"] = "if [ -x /bin/sh ]; then speak > \"$CAIRN_OUT_TEXT\"; fi\ncommand -v whisper >> \"$CAIRN_OUT_TEXT\" || true\n",
        ["src/unread.sh"] = "echo nobody calls me\n",
        ["src/tool"] = "#!/bin/sh\ncat \"$CAIRN_IN_TABLE\" > \"$CAIRN_OUT_TEXT\"\n",
        ["conf/a.cfg"] = "alpha = 1\n",
        ["conf/b.cfg"] = "beta = 1\n",
        ["docs/guide.md"] = "How it works\n",
        ["README.md"] = "A laboratory\n",
        ["sql/ask.sql"] = "select r.a, f.v from rows r, read_csv('lists/factors.csv') f order by 1, 2",
        ["sql/unread.sql"] = "select 1",
        ["lists/factors.csv"] = "v\n1\n2\n",
    };
}
