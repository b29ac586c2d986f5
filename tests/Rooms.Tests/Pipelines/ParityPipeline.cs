namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>A small pipeline that is run on one kind of compute after the other, unedited.</summary>
/// <param name="Steps">The section <c>steps</c>.</param>
internal sealed record ParityPipeline(string Name, string Steps, params (string Path, string Text)[] Files)
{
    private const string Rows = """"{use: query, compute: work, with: {sql: "select i as id, (i * 7919 % 100) / 100.0 as x, (i * 104729 % 100) / 100.0 as y, case when (i * 7919 % 100) > 50 then 1 else 0 end as late from range(400) t(i)"}}"""";
    private const string Split = "{use: split, compute: work, in: {table: table.table}, with: {how: random, test: 25%, seed: 1}, out: {train: table, test: table}}";
    private const string Train = "{use: train, compute: work, in: {train: split.train}, with: {label: late, drop: [id], rounds: 5}, seed: 1}";

    /// <summary>The first three are those of the short form.</summary>
    public static IReadOnlyList<ParityPipeline> All { get; } =
    [
        new("chain", """
              a: {run: "printf 'b\na\nC\n' > $CAIRN_OUT_X", compute: work, out: {x: file}}
              b: {run: "sort $CAIRN_IN_X > $CAIRN_OUT_X", compute: work, in: {x: a.x}, out: {x: file}}
            """),
        new("query", $"  table: {Rows}\n  ask: {{use: query, compute: work, in: {{rows: table.table}}, with: {{file: sql/ask.sql}}, out: {{table: table}}}}\n", ("sql/ask.sql", "select late, count(*) as n, sum(x) as x from rows group by late order by late")),
        new("map", """
              each: {run: "echo $CAIRN_ITEM > $CAIRN_OUT_X", compute: work, map: [eu, us], out: {x: file}}
              all: {run: "cat $CAIRN_IN_X/* > $CAIRN_OUT_X; ls $CAIRN_IN_X >> $CAIRN_OUT_X", compute: work, in: {x: each.x}, out: {x: file}}
            """),
        new("code", """
              a: {run: ./bin/tool one 'two three', compute: work, params: {b: 2, a: [1, 2.5, "ü"]}, vars: {MODE: "it's $(fast) 100%d"}, seed: 42, out: {x: file}}
            """, ("bin/tool", "#!/bin/sh\n{ echo \"$# $1 $2 $MODE $CAIRN_SEED $LANG\"; cat \"$CAIRN_PARAMS\"; cat 'bin/a name.txt'; pwd | sed 's,.*/,,'; } > \"$CAIRN_OUT_X\"\n"), ("bin/a name.txt", "größer\n")),
        new("folder", """
              a: {run: "mkdir -p $CAIRN_OUT_D/sub; echo 1 > $CAIRN_OUT_D/b; echo 2 > $CAIRN_OUT_D/sub/a", compute: work, out: {d: dir}}
              b: {run: "cd $CAIRN_IN_D && find . -type f | sort > $CAIRN_OUT_X && cat sub/a b >> $CAIRN_OUT_X", compute: work, in: {d: a.d}, out: {x: file}}
            """),
        new("seed", """
              a: {run: "awk -v s=$CAIRN_SEED 'BEGIN {srand(s); for (i = 0; i < 1000; i++) print rand()}' > $CAIRN_OUT_X", compute: work, seed: 11, out: {x: file}}
            """),
        new("fan", """
              a: {run: "seq 1 5 > $CAIRN_OUT_X", compute: work, out: {x: file}}
              b: {run: "seq 3 8 > $CAIRN_OUT_X", compute: work, out: {x: file}}
              c: {run: "comm -12 $CAIRN_IN_L $CAIRN_IN_R > $CAIRN_OUT_X; wc -l < $CAIRN_OUT_X > $CAIRN_OUT_N", compute: work, in: {l: a.x, r: b.x}, out: {x: file, n: file}}
            """),
        new("condition", """
              a: {run: "echo '{\"auc\": 0.6}' > $CAIRN_OUT_M", compute: work, out: {m: metrics}}
              b: {run: "echo x > $CAIRN_OUT_X", compute: work, if: a.m.auc > 0.7, out: {x: file}}
              c: {run: "echo y > $CAIRN_OUT_X", compute: work, if: a.m.auc > 0.5, out: {x: file}}
            """),
        new("grid", """
              fit: {run: "cat $CAIRN_PARAMS > $CAIRN_OUT_X; n=$(tr -cd '0-9' < $CAIRN_PARAMS); echo \"{\\\"score\\\": $n}\" > $CAIRN_OUT_M", compute: work, out: {x: file, m: metrics}, sweep: {search: grid, trials: 9, parallel: 3, goal: max score, a: [1, 2, 3], b: 1..3}}
            """),
        new("halving", """
              fit: {run: "cat $CAIRN_PARAMS > $CAIRN_OUT_X; n=$(tr -cd '0-9' < $CAIRN_PARAMS); echo \"{\\\"score\\\": $n}\" > $CAIRN_OUT_M", compute: work, out: {x: file, m: metrics}, sweep: {search: grid, trials: 4, goal: max score, a: 1..4, asha: {by: n, from: 1, to: 4, factor: 2}}}
            """),
        new("split", $"  table: {Rows}\n  split: {Split}\n"),
        new("train", $"  table: {Rows}\n  split: {Split}\n  train: {Train}\n"),
        new("evaluate", $"  table: {Rows}\n  split: {Split}\n  train: {Train}\n  judge: {{use: evaluate, compute: work, in: {{model: train.model, test: split.test}}, with: {{label: late}}}}\n"),
        new("explain", $"  table: {Rows}\n  split: {Split}\n  train: {Train}\n  looks: {{use: explain, compute: work, in: {{model: train.model, test: split.test}}, with: {{label: late}}, seed: 1}}\n"),
        new("predict", $"  table: {Rows}\n  split: {Split}\n  train: {Train}\n  scores: {{use: predict, compute: work, in: {{model: train.model, table: split.test}}, with: {{keep: [id]}}}}\n"),
        new("check", $"  table: {Rows}\n  sound: {{use: check, compute: work, in: {{table: table.table}}, with: {{expect: {{rows: {{min: 400}}, late: {{in: [0, 1]}}}}}}}}\n"),
        new("mapped-query", """
              each: {use: query, compute: work, map: [a, b], with: {sql: "select i, 'k' || i as k from range(50) t(i)"}, out: {table: table}}
              all: {use: query, compute: work, in: {days: each.table}, with: {sql: "select count(*) as n, sum(i) as s from days"}}
            """),
        new("bytes", """
              a: {run: "head -c 3000000 /dev/zero | tr '\\0' 'x' > $CAIRN_OUT_X; printf '\\000\\377' >> $CAIRN_OUT_X", compute: work, out: {x: file}}
              b: {run: "wc -c < $CAIRN_IN_X > $CAIRN_OUT_N; tail -c 2 $CAIRN_IN_X > $CAIRN_OUT_X; : > $CAIRN_OUT_EMPTY", compute: work, in: {x: a.x}, out: {n: file, x: file, empty: file}}
            """),
        new("again", """
              a: {run: "[ \"$CAIRN_TASK\" != \"${CAIRN_TASK%.1}\" ] && exit 1; echo second > $CAIRN_OUT_X", compute: work, retry: {times: 2, for: exit}, out: {x: file}}
            """),
        new("names", """
              a-b_c: {run: "echo 1 > $CAIRN_OUT_MY_PORT", compute: work, out: {my-port: file}}
              d: {run: "cat $CAIRN_IN_THE_IN $CAIRN_IN_THE_IN > $CAIRN_OUT_X", compute: work, in: {the_in: a-b_c.my-port}, out: {x: file}}
            """),
    ];

    public string Yaml => $"project: lab\ncompute: {{work: {{local: {{}}}}}}\nsteps:\n{Steps}";
}
