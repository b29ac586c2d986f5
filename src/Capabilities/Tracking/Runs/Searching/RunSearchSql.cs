using System.Text.Json;
using Cairn.Platform.Sql;
using Cairn.Tracking.Search;

namespace Cairn.Tracking.Runs.Searching;

/// <summary>
/// The statements of a search for runs. An order that an index holds is walked in it, so that the cost is that of the page, in each experiment by itself
/// where the index begins with that; a page goes on where the one before ended. Where few runs meet a condition these are looked at instead; else every
/// run of the experiments is, in the order of time.
/// </summary>
internal sealed class RunSearchSql(SqlEngine engine, IReadOnlyList<long> experiments, SearchQuery query)
{
    // As many pieces of an order are merged; of that of time SQLite takes 500.
    private const int MostPieces = 100;
    private const string Newest = "start_time desc, id";

    private static readonly SearchKey Started = new(SearchEntity.Attribute, "start_time");
    private readonly string[] _stages = query.Stage is { } stage ? [stage] : ["active", "deleted"];

    /// <summary>Of an order that an index holds, but for that of time; null of any other.</summary>
    public RunRank? Rank { get; } = RunRank.Of(query);

    /// <summary>Conditions that an index finds runs by.</summary>
    public IReadOnlyList<RunLookup> Lookups { get; } = RunLookup.Of(query);

    /// <summary>Newest first.</summary>
    public bool ByTime => query.OrderBy is [] or [{ Descending: true, Key: { Entity: SearchEntity.Attribute, Name: "start_time" } }];

    /// <summary>Whether the order of time can be walked: one piece for each experiment and stage.</summary>
    public bool IsWalked => ByTime && experiments.Count * _stages.Length <= MostPieces;

    /// <summary>Whether the rank can be walked: one experiment, or an index of all.</summary>
    public bool IsRanked => Rank is { IsText: true } || (Rank is not null && experiments.Count == 1);

    /// <summary>Whether the rank is walked in each experiment by itself.</summary>
    public bool IsMerged => !IsRanked && !ByTime && Rank is not null && experiments.Count <= MostPieces;

    public IReadOnlyList<long> Experiments => experiments;

    /// <summary>By one metric and nothing else.</summary>
    public bool ByMetric => Rank is { IsMetric: true } && query.OrderBy.Count == 1;

    /// <summary>Runs of a page.</summary>
    public int Limit => query.Limit;

    /// <summary>The last part of the rank that can have runs: only those with a value, where the value is compared.</summary>
    public int LastPart => Bounds().Length > 0 ? 0 : Rank!.Last;

    public bool IsFiltered => query.Filter is not null;

    /// <summary>Any search: every run, or those of <paramref name="few"/>, and the order by what each has.</summary>
    public (string Sql, object Args) General(RunLookup? few, RunMark? after)
    {
        var clauses = new SearchSql(engine);
        RunOrderSql order = RunOrderSql.Of(clauses, query.OrderBy, after);
        string from = First(clauses, few), where = Few(few, "r.num") + RunClauseSql.Within(clauses, "r", experiments) + Conditions(clauses, few is null ? "r.num" : "d.run") + order.Later;
        return ($"select r.* from {from}tracking_runs r{order.Joins} where {where} order by {order.By} limit {query.Limit}", clauses.Args);
    }

    /// <summary>The order of time, as far as <paramref name="until"/>, the last that is looked at.</summary>
    public (string Sql, object Args) ByTimeAlone(RunMark? after, RunRow? until)
    {
        var clauses = new SearchSql(engine);
        string conditions = SearchSql.And(query.Filter, c => RunClauseSql.Of(clauses, c, "r.num")) + RunOrderSql.Of(clauses, query.OrderBy, after).Later + (until is null ? "" : Until(clauses, until));
        return ($"{Pieces(clauses, conditions)} order by {Newest} limit {query.Limit}", clauses.Args);
    }

    /// <summary>The run at which <see cref="ByTimeAlone"/> has looked at <paramref name="most"/>.</summary>
    public (string Sql, object Args) TimeBound(RunMark? after, int most)
    {
        var clauses = new SearchSql(engine);
        string conditions = string.Concat((query.Filter?.Always ?? []).Where(c => c.Key == Started).Select(c => " and " + clauses.Compare("r.start_time", c))) + RunOrderSql.Of(clauses, query.OrderBy, after).Later;
        return ($"{Pieces(clauses, conditions)} order by {Newest} limit 1 offset {most}", clauses.Args);
    }

    /// <summary>By the rank, a part of it.</summary>
    /// <param name="until">The last value looked at in part 0; null to look at all.</param>
    /// <param name="byRun">Goes through the runs and looks up their values, instead of through the values.</param>
    public (string Sql, object Args) Ranked(int part, RunMark? after, int limit, RunLookup? few = null, object? until = null, bool byRun = false)
    {
        var clauses = new SearchSql(engine);
        RunRank rank = Rank!;
        string within = RunClauseSql.Within(clauses, "r", experiments), conditions = Conditions(clauses, few is not null ? "d.run" : byRun || part == 2 ? "r.num" : rank.Run), first = First(clauses, few);
        RunOrderSql order = RunOrderSql.Of(clauses, query.OrderBy.Skip(1), after?.Rest, part == 0 ? ($"o.{rank.Column}", rank.Order.Descending, after?.First.Value) : null);
        string from = part == 2 ? $"{first}tracking_runs r" : byRun ? $"tracking_runs r cross join {rank.Table} o" : $"{first}{rank.Table} o cross join tracking_runs r";
        string where = part == 2 ? $"{Few(few, "r.num")}{within} and {rank.Missing(clauses)}"
            : $"{Few(few, rank.Run)}{rank.Where(clauses, experiments, query.Stage, part)}{(part == 0 ? Range(clauses, until) : "")} and r.num = {rank.Run} and {within}";
        return ($"select r.* from {from}{order.Joins} where {where}{conditions}{order.Later} order by {order.By} limit {limit}", clauses.Args);
    }

    /// <summary>The value at which part 0 has looked at <paramref name="most"/>.</summary>
    /// <param name="beyond">Values as far as this one are left out.</param>
    public (string Sql, object Args) RankBound(RunMark? after, int most, object? beyond = null)
    {
        var clauses = new SearchSql(engine);
        string value = $"o.{Rank!.Column}", from = after?.First.Value is { } last ? $" and {value} {(Rank.Order.Descending ? "<=" : ">=")} {clauses.Add(last)}" : "";
        if (beyond is not null) from += $" and {value} {(Rank.Order.Descending ? "<" : ">")} {clauses.Add(beyond)}";
        string where = Rank.Where(clauses, experiments, query.Stage, 0) + string.Concat(Bounds().Select(c => " and " + clauses.Compare(value, c))) + from;
        return ($"select {value} from {Rank.Table} o where {where} order by {value} {SearchSql.Direction(Rank.Order)} limit 1 offset {most}", clauses.Args);
    }

    /// <summary>The search among those of one value of the rank, by the rest of the order.</summary>
    public RunSearchSql Equal(object value, int limit)
    {
        var equal = new Comparison(Rank!.Order.Key, "=", value);
        return new RunSearchSql(engine, experiments, query with { Filter = query.Filter is null ? equal : new Joined(true, [query.Filter, equal]), OrderBy = [.. query.OrderBy.Skip(1)], Limit = limit });
    }

    /// <summary>The search among the runs of some of the experiments.</summary>
    public RunSearchSql Among(IReadOnlyList<long> some) => new(engine, some, query);

    /// <summary>Of runs found the page, in order.</summary>
    public (string Sql, object Args) Sorted(IEnumerable<long> found)
    {
        var clauses = new SearchSql(engine);
        // As many as there may be, in one argument.
        string nums = engine == SqlEngine.Sqlite ? $"in (select value from json_each({clauses.Add(JsonSerializer.Serialize(found))}))" : $"= any({clauses.Add(found.ToArray())})";
        RunOrderSql order = RunOrderSql.Of(clauses, query.OrderBy, null);
        return ($"select r.* from tracking_runs r{order.Joins} where r.num {nums} order by {order.By} limit {query.Limit}", clauses.Args);
    }

    /// <summary>A row where more than <paramref name="most"/> runs have the value.</summary>
    public (string Sql, object Args) ManyEqual(object value, int most)
    {
        var clauses = new SearchSql(engine);
        string where = Rank!.Where(clauses, experiments, query.Stage, 0);
        return ($"select 1 from {Rank.Table} o where {where} and o.{Rank.Column} = {clauses.Add(value)} limit 1 offset {most}", clauses.Args);
    }

    /// <summary>A row where the index of the rank leaves values out.</summary>
    public (string Sql, object Args) LongValues()
    {
        var clauses = new SearchSql(engine);
        return ($"select 1 from {Rank!.Table} where key = {clauses.Add(Rank.Order.Key.Name)} and length(value) > {ValueIndex.Most} limit 1", clauses.Args);
    }

    /// <summary>How many runs a lookup finds; no further than <paramref name="most"/>.</summary>
    public (string Sql, object Args) Count(RunLookup lookup, int most)
    {
        var clauses = new SearchSql(engine);
        return ($"select count(*) from (select 1 from {lookup.Table} d where {lookup.Where(clauses, experiments, query.Stage)} limit {most}) few", clauses.Args);
    }

    /// <summary>How many runs there are, whatever the filter; no further than <paramref name="most"/>.</summary>
    public (string Sql, object Args) Total(int most)
    {
        var clauses = new SearchSql(engine);
        return ($"select count(*) from (select 1 from tracking_runs r where {Staged(clauses)} limit {most}) found", clauses.Args);
    }

    /// <summary>How many runs match, no further than <paramref name="most"/>: of <paramref name="few"/>, else of the first that are <paramref name="looked"/> at.</summary>
    public (string Sql, object Args) Matching(RunLookup? few, int looked, int most)
    {
        var clauses = new SearchSql(engine);
        string runs = few is null
            ? $"(select r.* from tracking_runs r where {Staged(clauses)} limit {looked}) r where 1 = 1{SearchSql.And(query.Filter, c => RunClauseSql.Of(clauses, c, "r.num"))}"
            : $"{First(clauses, few)}tracking_runs r where {Few(few, "r.num")}{RunClauseSql.Within(clauses, "r", experiments)}{Conditions(clauses, "d.run")}";
        return ($"select count(*) from (select 1 from {runs} limit {most}) found", clauses.Args);
    }

    private string Staged(SearchSql clauses) => RunClauseSql.Within(clauses, "r", experiments) + (query.Stage is null ? "" : $" and r.stage = {clauses.Add(query.Stage)}");

    // SQLite keeps the order of a cross join, and with a limit also that of what is walked first: in the order of their numbers runs lie side by side in every table.
    private string First(SearchSql clauses, RunLookup? few)
        => few is null ? "" : $"(select {few.Run} as run from {few.Table} d where {few.Where(clauses, experiments, query.Stage)} order by 1 limit {int.MaxValue}) d cross join ";

    private static string Few(RunLookup? few, string run) => few is null ? "" : $"{run} = d.run and ";

    // Sorted already by an index, they are merged.
    private string Pieces(SearchSql clauses, string conditions)
    {
        string[] stages = [.. _stages.Select(clauses.Add)], ids = [.. experiments.Select(e => clauses.Add(e))];
        return string.Join(" union all ", ids.SelectMany(e => stages.Select(stage => $"select r.* from tracking_runs r where r.experiment = {e} and r.stage = {stage}{conditions}")));
    }

    private Comparison[] Bounds() => [.. query.Filter?.Always.Where(c => c.Key == Rank?.Order.Key && (c.Operator is "=" or "<" or "<=" or ">" or ">=")) ?? []];

    private string Range(SearchSql clauses, object? until)
    {
        string value = $"o.{Rank!.Column}", range = string.Concat(Bounds().Select(c => " and " + clauses.Compare(value, c)));
        return until is null ? range : $"{range} and {value} {(Rank.Order.Descending ? ">=" : "<=")} {clauses.Add(until)}";
    }

    private static string Until(SearchSql clauses, RunRow until)
    {
        string start = clauses.Add(until.StartTime);
        return $" and r.start_time >= {start} and (r.start_time > {start} or r.id <= {clauses.Add(until.Id)})";
    }

    private string Conditions(SearchSql clauses, string run)
        => (query.Stage is null ? "" : $" and r.stage = {clauses.Add(query.Stage)}") + SearchSql.And(query.Filter, c => RunClauseSql.Of(clauses, c, run));
}
