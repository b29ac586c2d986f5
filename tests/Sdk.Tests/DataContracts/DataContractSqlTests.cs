using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Projects;
using Cairn.DuckDb;

namespace Cairn.Sdk.Tests.DataContracts;

/// <summary>The query runs on DuckDB itself.</summary>
public class DataContractSqlTests
{
    private static readonly DateTimeOffset Now = new(2001, 1, 3, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Good_data_breaks_no_rule()
    {
        var results = Judge("""
            rows: {min: 2, max: 4, change: 50%}
            fresh: 2d
            n: {type: int, range: [0, 10], in: [1, 2, 3], missing: 0%, unique: true}
            x: {type: float, range: [-1, null], missing: 40%}
            c: {type: text, in: [AA, "O'Hare"], pattern: "[A-Z].*"}
            b: {type: bool}
            t: {type: time, range: ["2001-01-01T10:00:00+00:00", 2001-01-02]}
            unique: [n, c]
            'day "x"': {type: date, range: [2001-01-01, 2001-01-02]}
            """);
        results.Where(r => !r.Ok).ShouldBeEmpty();
        results.Select(r => (r.Rule, r.Column)).ShouldBe(
        [
            (RuleKind.MinRows, null), (RuleKind.MaxRows, null), (RuleKind.Change, null), (RuleKind.Fresh, null), (RuleKind.Together, "n, c"),
            (RuleKind.Missing, "n"), (RuleKind.Range, "n"), (RuleKind.In, "n"), (RuleKind.Unique, "n"),
            (RuleKind.Missing, "x"), (RuleKind.Range, "x"), (RuleKind.In, "c"), (RuleKind.Pattern, "c"), (RuleKind.Range, "t"), (RuleKind.Range, "day \"x\""),
        ]);
    }

    [Theory]
    [InlineData("n: {range: [2, 3]}", RuleKind.Range, 1)]
    [InlineData("n: {in: [1, 2]}", RuleKind.In, 1)]
    [InlineData("n: {type: date}", RuleKind.Type, 3)]
    [InlineData("x: {missing: 0%}", RuleKind.Missing, 1)]
    [InlineData("x: {type: int}", RuleKind.Type, 1)]
    [InlineData("x: {range: [null, 1]}", RuleKind.Range, 1)]
    [InlineData("c: {type: int}", RuleKind.Type, 3)]
    [InlineData("c: {range: [0, 1]}", RuleKind.Range, 3)]
    [InlineData("c: {unique: true}", RuleKind.Unique, 1)]
    [InlineData("c: {pattern: \"[A-Z]+\"}", RuleKind.Pattern, 1)]
    [InlineData("c: {in: [AA]}", RuleKind.In, 1)]
    [InlineData("b: {type: time}", RuleKind.Type, 3)]
    [InlineData("s: {type: int}", RuleKind.Type, 2)]
    [InlineData("s: {type: float}", RuleKind.Type, 1)]
    [InlineData("s: {in: [1, 2]}", RuleKind.In, 2)]
    [InlineData("t: {range: [2001-01-01T10:00:01, null]}", RuleKind.Range, 1)]
    [InlineData("t: {range: [null, 2001-01-01]}", RuleKind.Range, 1)]
    [InlineData("t: {range: [2001-01-01T11:00+02:00, 2001-01-01T12:00+02:00]}", RuleKind.Range, 1)]
    [InlineData("'day \"x\"': {range: [2001-01-02, null]}", RuleKind.Range, 1)]
    [InlineData("s: {range: [2001-01-01, null]}", RuleKind.Range, 3)]
    [InlineData("n: {range: [2001-01-01, null]}", RuleKind.Range, 3)]
    [InlineData("unique: [c, b]", RuleKind.Together, 1)]
    [InlineData("unique: {type: int}", RuleKind.Present, 3)]
    [InlineData("unique: [c, absent]", RuleKind.Together, 3)]
    [InlineData("absent: {type: int}", RuleKind.Present, 3)]
    [InlineData("rows: {min: 4}", RuleKind.MinRows, 1)]
    [InlineData("rows: {max: 2}", RuleKind.MaxRows, 1)]
    [InlineData("rows: {change: 10%}", RuleKind.Change, 1)]
    [InlineData("fresh: 12h", RuleKind.Fresh, 1)]
    public void Every_broken_rule_is_counted(string rule, RuleKind kind, long violations)
    {
        var broken = Judge(rule).Where(r => !r.Ok).ShouldHaveSingleItem();
        (broken.Rule, broken.Violations).ShouldBe((kind, violations));
        broken.ToString().ShouldNotBeEmpty();
    }

    [Fact]
    public void A_row_that_misses_one_of_the_columns_is_like_no_other()
    {
        Judge("unique: [c, t]", "SELECT * FROM t UNION ALL SELECT * FROM t WHERE t IS NULL").ShouldHaveSingleItem().Ok.ShouldBeTrue();
        Judge("unique: [[c, t], [c, n]]", "SELECT * FROM t UNION ALL SELECT * FROM t WHERE n = 1").Select(r => r.Violations).ShouldBe([1, 1]);
    }

    [Fact]
    public void A_time_without_end_is_outside_of_each_range()
        => Judge("t: {range: [2001-01-01, 9999-12-31]}", "SELECT * REPLACE ('infinity'::TIMESTAMP AS t) FROM t").ShouldHaveSingleItem().Violations.ShouldBe(3);

    [Fact]
    public void A_column_of_times_with_a_zone_is_held_against_the_same_moments()
        => Judge("t: {range: [2001-01-01T10:00:00Z, 2001-01-02T00:00:00Z]}", "SELECT * REPLACE (to_timestamp(epoch(t)) AS t) FROM t").ShouldHaveSingleItem().Ok.ShouldBeTrue();

    [Fact]
    public void An_optional_column_may_be_absent() => Judge("absent: {type: int, optional: true}").ShouldBeEmpty();

    [Fact]
    public void An_empty_table_breaks_only_what_speaks_of_the_whole()
    {
        var results = Judge("rows: {min: 1}\nn: {type: int, range: [0, 1], missing: 0%}\nfresh: 1d", "SELECT * FROM t WHERE false");
        results.Where(r => !r.Ok).Select(r => r.Rule).ShouldBe([RuleKind.MinRows, RuleKind.Fresh]);
    }

    private static IReadOnlyList<RuleResult> Judge(string expect, string? select = null)
    {
        var rules = string.Concat(expect.Split('\n').Select(l => $"      {l}\n"));
        var result = ProjectFile.Parse("project: p\ndata:\n  d:\n    from: a.csv\n    time: t\n    expect:\n" + rules, "cairn.yaml");
        result.Faults.ShouldBeEmpty();
        var contract = result.File!.Data["d"].Expect;
        using var database = new DuckDatabase();
        using var connection = database.Connect();
        connection.Execute("CREATE TABLE t(n BIGINT, x DOUBLE, c VARCHAR, b BOOLEAN, t TIMESTAMP, \"day \"\"x\"\"\" DATE, s VARCHAR)");
        connection.Execute("""
            INSERT INTO t VALUES (1, 0.5, 'AA', true, '2001-01-01 10:00', '2001-01-01', '1'), (2, 'nan', 'O''Hare', false, '2001-01-02 00:00', '2001-01-02', '1.5'),
              (3, 2, 'AA', true, NULL, NULL, 'abc')
            """);
        var columns = Query(connection, "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 't' ORDER BY ordinal_position")
            .Select(r => new TableColumn((string)r[0]!, (string)r[1]!)).ToArray();
        var query = DataContractSql.Build(contract, select is null ? "t" : $"({select})", columns, "t");
        var row = Query(connection, query.Sql).ShouldHaveSingleItem().Select(v => (long?)v).ToArray();
        return ContractVerdict.Judge(contract, query, row, new ContractFacts(4, Now));
    }

    private static List<object?[]> Query(DuckConnection connection, string sql)
    {
        using var result = connection.Query(sql);
        return [.. result.Rows()];
    }
}
