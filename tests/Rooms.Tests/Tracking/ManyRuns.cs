using Cairn.Platform.Sql;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>Thousands of runs in the first experiment, written at once: parameters <c>p0</c> (of 5 values) and <c>rare</c> (of 500), metrics <c>m0</c> and <c>m1</c> below 1, a tag <c>t</c> (of 9 values).</summary>
internal static class ManyRuns
{
    private const string Numbers = "with recursive n(i) as (select 1 union all select i + 1 from n where i < @count)";
    private const string Zeros = "'00000000000000000000000000000000'";

    /// <summary>Numbers from 0 to 999 that seem to have no order; the seed is a prime.</summary>
    private static string Mixed(int seed) => $"(i * {seed} % 1009 * 31 % 1000)";

    private static readonly string[] Statements =
    [
        $"""
        insert into tracking_runs (id, experiment, name, user_id, status, stage, start_time, end_time, artifact_uri, managed)
        {Numbers} select substr({Zeros} || cast(i as text), length(cast(i as text)) + 1), 0, 'run ' || i, 'ada', 'FINISHED', 'active', 1795163460934 + i, 1795163470934 + {Mixed(97)}, 'mlflow-artifacts:/0', false from n
        """,
        Texts("tracking_params", "'p0'", "i % 5"),
        Texts("tracking_params", "'rare'", "i % 500"),
        Texts("tracking_tags", "'t'", "i % 9"),
        Metric("m0", 7919),
        Metric("m1", 7907),
    ];

    public static Task FillAsync(TestWorld world, int count) => world.Database.WriteAsync(s =>
    {
        foreach (string statement in Statements) s.Execute(statement, new { count });
        // What PostgreSQL does by itself after a minute.
        if (s.Engine == SqlEngine.Postgres) s.Execute("analyze tracking_runs, tracking_params, tracking_tags, tracking_latest");
        return true;
    }, cancellation: TestContext.Current.CancellationToken);

    /// <summary>Lays every other run into one of the experiments 1 to <paramref name="last"/>; takes <c>m0</c> from one in 7 and makes it NaN in one in 11.</summary>
    public static Task SpreadAsync(TestWorld world, int last) => world.Database.WriteAsync(s =>
    {
        foreach ((string table, string run) in (ReadOnlySpan<(string, string)>)[("tracking_runs", "num"), ("tracking_latest", "run")])
            s.Execute($"update {table} set experiment = 1 + {run} / 2 % @last where {run} % 2 = 1", new { last });
        s.Execute("delete from tracking_latest where key = 'm0' and run % 7 = 0");
        return s.Execute("update tracking_latest set is_nan = true, value = 0 where key = 'm0' and run % 11 = 0");
    }, cancellation: TestContext.Current.CancellationToken);

    private static string Texts(string table, string key, string value) => $"insert into {table} (run, key, value) {Numbers} select i, {key}, cast({value} as text) from n";

    private static string Metric(string key, int seed)
        => $"insert into tracking_latest (run, key, experiment, value, is_nan, step, timestamp) {Numbers} select i, '{key}', 0, {Mixed(seed)} / 1000.0, false, 0, 1 from n";
}
