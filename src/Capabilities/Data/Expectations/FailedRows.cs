using System.Text.Json;
using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Data.Arrivals;
using Cairn.Data.Changes;
using Cairn.Data.Ingest;
using Cairn.DuckDb;
using Cairn.Platform;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Data.Expectations;

/// <summary>The first rows of an arrival that break each rule of the contract; for those who may release it from quarantine, and for nobody else.</summary>
internal sealed class FailedRows(IDatabase database, IProjects projects, ArrivalStore arrivals, IDatasets datasets, IArtifactStore artifacts, ContractKeeper contracts, PlatformOptions options)
{
    private const int MostRows = 20, MostText = 200;

    /// <exception cref="ApiException">403: not a data engineer or the owner. 404: no such arrival. 409: there is no table of it.</exception>
    public async Task<FailedArrival> ReadAsync(string project, string source, string partition, Actor actor, CancellationToken cancellation)
    {
        ProjectView view = await projects.RequireAsync(project, cancellation);
        if (!view.File.Data.TryGetValue(source, out DataSource? declared)) throw ApiException.NotFound("source", source);
        ArrivalRow row = await database.ReadAsync(s => arrivals.NewestFound(s, project, source, partition), cancellation) ?? throw ApiException.NotFound("arrival", partition);
        if (!QuarantineRelease.MayRelease(actor)) throw ApiException.Forbidden("Only a data engineer or the owner of the project sees rows of the quarantine.");
        if (row.TableDigest is null || row.SchemaJson is null) throw ApiException.Conflict("It could not be read, so there are no rows to show.");
        string path = await artifacts.PathAsync(row.TableDigest, cancellation);
        List<TableColumn> columns = [.. JsonSerializer.Deserialize<List<SchemaColumn>>(row.SchemaJson, IngestFiles.Json)!.Select(c => new TableColumn(c.Name, TableTypes.Engine(c.Type)))];
        RuleResult[] broken = [.. row.View().Rules.Where(r => !r.Ok)];
        DataContract contract = (await contracts.InForceAsync(project, declared, cancellation)).Expect;
        Dictionary<string, string[]> values = await ValuesAsync(project, contract, broken, cancellation);
        return await Task.Run(() => Read(row, contract, path, columns, broken, values, cancellation), cancellation);
    }

    // Of each column that refers to another source, the files with its values as they are known now.
    private async Task<Dictionary<string, string[]>> ValuesAsync(string project, DataContract contract, RuleResult[] broken, CancellationToken cancellation)
    {
        var all = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (ColumnRules column in contract.Columns.Where(c => c.Refers is not null && broken.Any(r => r.Rule == RuleKind.Refers && r.Column == c.Name)))
            all[column.Name] = await Task.WhenAll((await datasets.KnownAsync(project, column.Refers!.Source, null, cancellation)).Select(v => datasets.PathAsync(v)));
        return all;
    }

    private FailedArrival Read(ArrivalRow row, DataContract contract, string path, List<TableColumn> columns, RuleResult[] broken, Dictionary<string, string[]> values, CancellationToken cancellation)
    {
        string scratch = options.Folder("scratch"), table = $"read_parquet({DuckSql.Literal(path)})";
        using var engine = new DuckDatabase(null, ("memory_limit", "256MB"), ("threads", "1"), ("temp_directory", scratch));
        using DuckConnection connection = engine.Connect();
        connection.Confine([scratch, .. values.Values.SelectMany(v => v).Append(path).Select(f => Path.GetDirectoryName(f)!).Distinct(StringComparer.Ordinal)]);
        using IDisposable stop = connection.CancelOn(cancellation);
        List<FailedRule> rules = [];
        foreach (ColumnRules column in contract.Columns)
            if (columns.FirstOrDefault(c => c.Name == column.Name) is { } present)
                rules.AddRange(Conditions(column, present, table, values).Where(c => broken.Any(r => r.Rule == c.Kind && r.Column == column.Name)).Select(c => new FailedRule(column.Name, c.Kind, Rows(connection, columns, table, c))));
        foreach (IReadOnlyList<string> set in (contract.Unique ?? []).Where(u => broken.Any(r => r.Rule == RuleKind.Together && r.Column == Together.Words(u)) && u.All(n => columns.Any(c => c.Name == n))))
            rules.Add(new FailedRule(Together.Words(set), RuleKind.Together, Rows(connection, columns, table, (RuleKind.Together, Together.Condition(set, table)))));
        return new FailedArrival(row.Source, row.Partition, row.RunId, [.. columns.Select(c => c.Name)], [.. rules.Where(r => r.Rows.Count > 0)])
        {
            Whole = [.. broken.Where(b => !rules.Any(r => r.Rows.Count > 0 && r.Rule == b.Rule && r.Column == b.Column)).Select(b => b.ToString())],
        };
    }

    private static IEnumerable<(RuleKind Kind, string Condition)> Conditions(ColumnRules rules, TableColumn column, string table, Dictionary<string, string[]> values)
    {
        foreach ((RuleKind, string) one in DataContractSql.Conditions(rules, column)) yield return one;
        string name = DuckSql.Identifier(column.Name);
        if (rules.Unique) yield return (RuleKind.Unique, $"{name} IN (SELECT {name} FROM {table} GROUP BY {name} HAVING count(*) > 1)");
        if (rules.Refers is null || !values.TryGetValue(column.Name, out string[]? files)) yield break;
        // Looked at as when it was gathered: as text, and a source that has nothing yet has none of the values.
        string other = DuckSql.Identifier(rules.Refers.Column);
        yield return (RuleKind.Refers, files.Length == 0 ? $"{name} IS NOT NULL"
            : $"{name} IS NOT NULL AND CAST({name} AS VARCHAR) NOT IN (SELECT CAST({other} AS VARCHAR) FROM read_parquet({DuckSql.List(files)}, union_by_name = true) WHERE {other} IS NOT NULL)");
    }

    private static IReadOnlyList<IReadOnlyList<string?>> Rows(DuckConnection connection, List<TableColumn> columns, string table, (RuleKind Kind, string Condition) rule)
    {
        string list = string.Join(", ", columns.Select(c => $"left(CAST({DuckSql.Identifier(c.Name)} AS VARCHAR), {MostText})"));
        try
        {
            using DuckResult result = connection.Query($"SELECT {list} FROM {table} WHERE {rule.Condition} LIMIT {MostRows}");
            return [.. result.Rows().Select(r => (IReadOnlyList<string?>)[.. r.Select(v => (string?)v)])];
        }
        catch (DuckException e) when (rule.Kind == RuleKind.Refers && e.Message.Contains("Referenced column", StringComparison.Ordinal))
        {
            // The source that it refers to has no such column any more.
            return [];
        }
    }
}

/// <param name="Columns">Names of the values in each row.</param>
public sealed record FailedArrival(string Source, string Partition, string RunId, IReadOnlyList<string> Columns, IReadOnlyList<FailedRule> Rules)
{
    /// <summary>What else is broken, in words: it is about the whole, about a column that is absent, or no row breaks it by what is known now.</summary>
    public IReadOnlyList<string> Whole { get; init; } = [];
}

/// <summary>A rule that was broken, and the first rows that broke it.</summary>
/// <param name="Column">Several, joined by commas, where they are unique together.</param>
public sealed record FailedRule(string Column, RuleKind Rule, IReadOnlyList<IReadOnlyList<string?>> Rows);
